namespace EventDicom.Domain.Instances;

/// <summary>An instance was deleted. Its bytes stay for the retention.</summary>
/// <param name="Topmost">The highest resource that went with it because nothing was left below; Instance when none did.</param>
public sealed record InstanceDeleted(
    OrthancId InstanceId,
    OrthancId SeriesId,
    OrthancId StudyId,
    OrthancId PatientId,
    ResourceLevel Topmost,
    DateTimeOffset DeletedAt);
