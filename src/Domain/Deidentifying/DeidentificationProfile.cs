using System.Collections.Frozen;
using EventDicom.Dicom;

namespace EventDicom.Domain.Deidentifying;

/// <summary>An edition of the basic confidentiality profile (PS3.15 table E.1-1). Immutable.</summary>
public sealed class DeidentificationProfile
{
    /// <summary>Orthanc's default since 1.12.1.</summary>
    public const string DefaultVersion = "2023b";

    private static readonly string[] s_versions = ["2008", "2017c", "2021b", DefaultVersion];

    private static readonly Lazy<DeidentificationProfile>[] s_profiles =
        [.. s_versions.Select((_, edition) => new Lazy<DeidentificationProfile>(() => new(edition)))];

    private readonly FrozenDictionary<uint, ProfileAction> _actions;
    private readonly (DicomTag First, DicomTag Last, ProfileAction Action)[] _ranges;

    private DeidentificationProfile(int edition)
    {
        Version = s_versions[edition];
        ProfileAction Action(byte packed) => (ProfileAction)(packed >> 2 * edition & 3);

        var actions = new Dictionary<uint, ProfileAction>();
        for (var i = 0; i < ProfileTable.Tags.Length; i++)
            if (Action(ProfileTable.Actions[i]) is not ProfileAction.None and var action)
                actions.Add(ProfileTable.Tags[i], action);
        _actions = actions.ToFrozenDictionary();

        var ranges = new List<(DicomTag, DicomTag, ProfileAction)>();
        for (var i = 0; i < ProfileTable.RangeStarts.Length; i++)
            if (Action(ProfileTable.RangeActions[i]) is not ProfileAction.None and var action)
                ranges.Add((DicomTag.FromValue(ProfileTable.RangeStarts[i]), DicomTag.FromValue(ProfileTable.RangeEnds[i]), action));
        _ranges = [.. ranges];
    }

    /// <summary>As <c>DicomVersion</c> names it: <c>2008</c>, <c>2017c</c>, <c>2021b</c> or <c>2023b</c>.</summary>
    public string Version { get; }

    /// <returns><c>null</c> when there is no such edition.</returns>
    public static DeidentificationProfile? Find(string version) =>
        Array.IndexOf(s_versions, version) is >= 0 and var edition ? s_profiles[edition].Value : null;

    /// <summary>What becomes of a standard attribute, at the first level or in a sequence. Private ones are no part of the table.</summary>
    public ProfileAction ActionFor(DicomTag tag)
    {
        if (_actions.TryGetValue(tag.Value, out var action)) return action;
        foreach (var (first, last, forAll) in _ranges)
            if (tag.Group >= first.Group && tag.Group <= last.Group && tag.Element >= first.Element && tag.Element <= last.Element)
                return forAll;
        return ProfileAction.None;
    }

    /// <summary>Value of DeidentificationMethod (0012,0063), in Orthanc's words.</summary>
    /// <param name="server">Name and version of what anonymizes, e.g. <c>Orthanc 1.13.0</c>.</param>
    public string MethodOf(string server) =>
        $"{server} - PS 3.15-{Version} Table E.1-1{(Version == s_versions[0] ? "" : " Basic Profile")}";
}
