namespace EventDicom.Domain.Studies;

/// <summary>A study was deleted with all that it held. Its bytes stay for the retention.</summary>
/// <param name="Topmost">Patient when this was the patient's last study, else Study.</param>
public sealed record StudyDeleted(OrthancId StudyId, OrthancId PatientId, ResourceLevel Topmost, DateTimeOffset DeletedAt);
