namespace EventDicom.Domain.Series;

/// <summary>A series was deleted with all that it held. Its bytes stay for the retention.</summary>
/// <param name="Topmost">The highest resource that went with it because nothing was left below; Series when none did.</param>
public sealed record SeriesDeleted(OrthancId SeriesId, OrthancId StudyId, OrthancId PatientId, ResourceLevel Topmost,
    DateTimeOffset DeletedAt);
