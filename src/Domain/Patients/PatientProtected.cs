namespace EventDicom.Domain.Patients;

/// <summary>Somebody protected a patient: storage that runs short does not recycle them.</summary>
public sealed record PatientProtected(OrthancId PatientId, DateTimeOffset ProtectedAt);
