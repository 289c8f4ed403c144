using System.Buffers;

namespace EventDicom.Domain.DicomWeb;

/// <summary>A study, series or instance as DICOMweb names it: by the UIDs of all levels down to it (PS3.18 section 10.1.1).</summary>
/// <param name="Series"><c>null</c> for a study.</param>
/// <param name="Instance"><c>null</c> for a study or a series.</param>
public sealed record UidPath(string Study, string? Series = null, string? Instance = null)
{
    private static readonly SearchValues<char> s_ofUids = SearchValues.Create("0123456789.");

    public ResourceLevel Level =>
        Instance is not null ? ResourceLevel.Instance : Series is not null ? ResourceLevel.Series : ResourceLevel.Study;

    /// <summary>Whether the instance of these UIDs is this one, or below it.</summary>
    public bool Holds(string study, string series, string instance) =>
        Study == study && (Series is null || Series == series) && (Instance is null || Instance == instance);

    /// <summary>What a path names in the form of <see cref="ToString"/>; <c>null</c> for anything else.</summary>
    public static UidPath? Parse(string path) => path.Trim('/').Split('/') switch
    {
        ["studies", var study] => Of(study),
        ["studies", var study, "series", var series] => Of(study, series),
        ["studies", var study, "series", var series, "instances", var instance] => Of(study, series, instance),
        _ => null,
    };

    /// <summary>Digits and dots, the first one a digit, 64 at most (PS3.5 section 9.1, without its rule on zeros).</summary>
    public static bool IsUid(string text) =>
        text.Length is > 0 and <= 64 && char.IsAsciiDigit(text[0]) && !text.AsSpan().ContainsAnyExcept(s_ofUids);

    /// <summary>
    /// Relative to the root of DICOMweb: <c>studies/…/series/…/instances/…</c>. What a file calls a UID may be anything, and is escaped.
    /// </summary>
    public override string ToString() => Level switch
    {
        ResourceLevel.Instance => $"studies/{Escaped(Study)}/series/{Escaped(Series)}/instances/{Escaped(Instance)}",
        ResourceLevel.Series => $"studies/{Escaped(Study)}/series/{Escaped(Series)}",
        _ => $"studies/{Escaped(Study)}",
    };

    private static UidPath? Of(string study, string? series = null, string? instance = null) =>
        IsUid(study) && (series is null || IsUid(series)) && (instance is null || IsUid(instance)) ? new(study, series, instance) : null;

    private static string Escaped(string? uid) => Uri.EscapeDataString(uid ?? "");
}
