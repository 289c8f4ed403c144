using System.IO.Enumeration;
using EventDicom.Dicom;

namespace EventDicom.Domain.Settings;

/// <summary>The SOP classes that may be stored over DICOM.</summary>
public static class SopClasses
{
    private static readonly string[] s_storage = [.. DicomUIDRegistry.All().Where(uid => uid.IsStorageSopClass).Select(uid => uid.Value)];

    /// <summary>UIDs, sorted as texts.</summary>
    /// <param name="accepted">UIDs or patterns (<c>*</c>, <c>?</c>) of storage classes of the standard (PS3.4 annex B.5), retired ones
    /// among them, or UIDs of others; empty for all of the standard.</param>
    /// <param name="rejected">UIDs or patterns of those that are left out.</param>
    public static IReadOnlyList<string> Of(IReadOnlyCollection<string> accepted, IReadOnlyCollection<string> rejected)
    {
        var others = accepted.Where(uid => !uid.AsSpan().ContainsAny('*', '?'));
        return
        [
            .. s_storage.Where(uid => accepted.Count == 0 || MatchesAny(accepted, uid)).Union(others)
            .Where(uid => !MatchesAny(rejected, uid)).Order(StringComparer.Ordinal),
        ];
    }

    private static bool MatchesAny(IReadOnlyCollection<string> patterns, string uid) =>
        patterns.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, uid, ignoreCase: false));
}
