namespace EventDicom.Domain.Series;

/// <summary>No instance had arrived in the series for longer than <c>StableAge</c>.</summary>
public sealed record SeriesStabilized(OrthancId SeriesId, OrthancId StudyId, OrthancId PatientId, DateTimeOffset StabilizedAt);
