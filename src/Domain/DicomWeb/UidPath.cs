namespace EventDicom.Domain.DicomWeb;

/// <summary>A study, series or instance as DICOMweb names it: by the UIDs of all levels down to it (PS3.18 section 10.1.1).</summary>
/// <param name="Series"><c>null</c> for a study.</param>
/// <param name="Instance"><c>null</c> for a study or a series.</param>
public sealed record UidPath(string Study, string? Series = null, string? Instance = null)
{
    public ResourceLevel Level =>
        Instance is not null ? ResourceLevel.Instance : Series is not null ? ResourceLevel.Series : ResourceLevel.Study;

    /// <summary>
    /// Relative to the root of DICOMweb: <c>studies/…/series/…/instances/…</c>. What a file calls a UID may be anything, and is escaped.
    /// </summary>
    public override string ToString() => Level switch
    {
        ResourceLevel.Instance => $"studies/{Escaped(Study)}/series/{Escaped(Series)}/instances/{Escaped(Instance)}",
        ResourceLevel.Series => $"studies/{Escaped(Study)}/series/{Escaped(Series)}",
        _ => $"studies/{Escaped(Study)}",
    };

    private static string Escaped(string? uid) => Uri.EscapeDataString(uid ?? "");
}
