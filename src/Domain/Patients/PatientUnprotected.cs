namespace EventDicom.Domain.Patients;

/// <summary>Somebody lifted a patient's shield against recycling.</summary>
public sealed record PatientUnprotected(OrthancId PatientId, DateTimeOffset UnprotectedAt);
