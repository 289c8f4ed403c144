namespace EventDicom.Domain.Patients;

/// <summary>A patient was deleted with all that was held of them. The bytes stay for the retention.</summary>
public sealed record PatientDeleted(OrthancId PatientId, DateTimeOffset DeletedAt);
