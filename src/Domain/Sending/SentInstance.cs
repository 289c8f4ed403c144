namespace EventDicom.Domain.Sending;

/// <summary>What came of one instance that a job was to send.</summary>
/// <param name="Status">What the receiver answered: a status of DIMSE, or of HTTP; 0 where it did not come to that.</param>
/// <param name="Failure">Why the receiver does not have it; <c>null</c> when it has.</param>
public sealed record SentInstance(OrthancId InstanceId, int Status, string? Failure = null);

/// <summary>The instances of one study among those of a chunk.</summary>
public sealed record SentStudy(OrthancId StudyId, OrthancId PatientId, IReadOnlyList<SentInstance> Instances);
