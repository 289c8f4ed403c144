namespace EventDicom.Domain.Series;

/// <summary>An arriving instance filled the series: every expected index is there, once.</summary>
public sealed record SeriesCompleted(OrthancId SeriesId, OrthancId StudyId, OrthancId PatientId, DateTimeOffset CompletedAt);
