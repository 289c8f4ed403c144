using System.IO.Enumeration;
using EventDicom.Dicom;

namespace EventDicom.Domain.Settings;

/// <summary>The transfer syntaxes that the standard knows (PS3.6 annex A), retired ones among them.</summary>
public static class TransferSyntaxes
{
    private static readonly string[] s_all =
        [.. DicomUIDRegistry.All().Where(uid => uid.Kind == DicomUIDKind.TransferSyntax).Select(uid => uid.Value).Order(new ByComponent())];

    /// <summary>Those whose UID one of the patterns matches: <c>*</c> is any text, <c>?</c> any character. In order of the numbers in the
    /// UIDs.</summary>
    public static IReadOnlyList<string> Matching(IReadOnlyCollection<string> patterns) =>
        [.. s_all.Where(uid => patterns.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, uid, ignoreCase: false)))];

    /// <summary>Whether this is the UID of a transfer syntax that the standard knows.</summary>
    public static bool IsKnown(string uid) => s_all.Contains(uid);

    private sealed class ByComponent : IComparer<string>
    {
        // No component of these UIDs has more digits than a number has room for.
        public int Compare(string? x, string? y) =>
            x!.Split('.').Select(int.Parse).Zip(y!.Split('.').Select(int.Parse), (left, right) => left.CompareTo(right))
            .FirstOrDefault(order => order != 0) is var order and not 0
                ? order
                : x.Length.CompareTo(y.Length);
    }
}
