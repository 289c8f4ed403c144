namespace EventDicom.Domain.Patients;

/// <summary>No instance had arrived below the patient for longer than <c>StableAge</c>.</summary>
public sealed record PatientStabilized(OrthancId PatientId, DateTimeOffset StabilizedAt);
