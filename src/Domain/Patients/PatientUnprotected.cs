namespace EventDicom.Domain.Patients;

/// <summary>Somebody ended the protection of a patient against recycling.</summary>
public sealed record PatientUnprotected(OrthancId PatientId, DateTimeOffset UnprotectedAt);
