namespace EventDicom.Domain.Instances;

/// <summary>
/// Another file with the same identifiers took this instance's place (<c>OverwriteInstances</c>). The InstanceStored that
/// follows in the same stream names the new bytes; the old ones stay for the retention.
/// </summary>
/// <param name="ReplacedSha256">Address of the bytes that were replaced.</param>
/// <param name="Topmost">The highest resource that held nothing but this instance, and is therefore created anew.</param>
public sealed record InstanceOverwritten(
    OrthancId InstanceId,
    OrthancId SeriesId,
    OrthancId StudyId,
    OrthancId PatientId,
    string ReplacedSha256,
    long ReplacedSize,
    ResourceLevel Topmost,
    DateTimeOffset OverwrittenAt);
