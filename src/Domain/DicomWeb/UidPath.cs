namespace EventDicom.Domain.DicomWeb;

/// <summary>A study, series or instance as DICOMweb names it: by the UIDs of all levels down to it (PS3.18 section 10.1.1).</summary>
/// <param name="Series"><c>null</c> for a study.</param>
/// <param name="Instance"><c>null</c> for a study or a series.</param>
public sealed record UidPath(string Study, string? Series = null, string? Instance = null)
{
    public ResourceLevel Level =>
        Instance is not null ? ResourceLevel.Instance : Series is not null ? ResourceLevel.Series : ResourceLevel.Study;

    /// <summary>Relative to the root of DICOMweb: <c>studies/…/series/…/instances/…</c>.</summary>
    public override string ToString() => Level switch
    {
        ResourceLevel.Instance => $"studies/{Study}/series/{Series}/instances/{Instance}",
        ResourceLevel.Series => $"studies/{Study}/series/{Series}",
        _ => $"studies/{Study}",
    };
}
