namespace EventDicom.Domain.Modifying;

/// <summary>Where instances of a series went: into themselves where they were changed in place.</summary>
/// <param name="Instances">How many went from the one series to the other.</param>
public sealed record RewrittenSeries(OrthancId SeriesId, OrthancId IntoSeriesId, OrthancId IntoStudyId, int Instances);
