namespace EventDicom.Domain.Studies;

/// <summary>No instance had arrived in the study for longer than <c>StableAge</c>.</summary>
public sealed record StudyStabilized(OrthancId StudyId, OrthancId PatientId, DateTimeOffset StabilizedAt);
