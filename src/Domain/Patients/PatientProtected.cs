namespace EventDicom.Domain.Patients;

/// <summary>Somebody shielded a patient from being recycled when storage runs short.</summary>
public sealed record PatientProtected(OrthancId PatientId, DateTimeOffset ProtectedAt);
