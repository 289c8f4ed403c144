using EventDicom.Domain.Limits;

namespace EventDicom.Domain.Patients;

/// <summary>A patient was deleted with all that was held of them. The bytes stay for the retention; those of a recycled patient do not, as
/// it is room that was needed.</summary>
/// <param name="Recycled">Why the server did so itself; <c>null</c> where somebody asked for it.</param>
public sealed record PatientDeleted(OrthancId PatientId, DateTimeOffset DeletedAt, Recycling? Recycled = null);
