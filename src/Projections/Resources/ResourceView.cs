using EventDicom.Domain;
using EventDicom.Domain.Blobs;
using EventDicom.Domain.Series;

namespace EventDicom.Projections.Resources;

/// <summary>One resource as <c>GET /{level}/{id}</c> shows it.</summary>
/// <param name="Patient">Id of the patient; its own for a patient.</param>
/// <param name="MainDicomTags"><c>gggg,eeee</c> to value.</param>
/// <param name="PatientMainDicomTags">Those of the parent patient, for a study.</param>
/// <param name="Children">Ids of the next level down in insertion order; empty for an instance.</param>
/// <param name="Labels">Sorted.</param>
/// <param name="ModifiedFrom">Id of the resource of the same level that a job made it from; so is <paramref name="AnonymizedFrom"/>.</param>
/// <param name="Sequences">Main tags that are sequences, a JSON object of <c>gggg,eeee</c> to their full form; <c>null</c> for none.</param>
/// <param name="IsProtected">Of a patient: shielded from recycling.</param>
public sealed record ResourceView(
    ResourceLevel Level,
    string Id,
    string Patient,
    string? Parent,
    IReadOnlyDictionary<string, string> MainDicomTags,
    IReadOnlyDictionary<string, string>? PatientMainDicomTags,
    IReadOnlyList<string> Children,
    bool IsStable,
    DateTimeOffset LastUpdate,
    long? ExpectedNumberOfInstances,
    SeriesStatus Status,
    long FileSize,
    Guid FileUuid,
    string? IndexInSeries,
    string? ModifiedFrom,
    string? AnonymizedFrom,
    IReadOnlyList<string> Labels,
    string? Sequences,
    bool? IsProtected);

/// <summary>Where the bytes of an instance lie.</summary>
/// <param name="Sha256">Address in the blob store, lower-case hex.</param>
/// <param name="Md5">Lower-case hex.</param>
/// <param name="Size">Bytes.</param>
public sealed record InstanceFile(string Id, string Patient, string Sha256, string Md5, long Size, Guid FileUuid, DateTimeOffset StoredAt)
{
    public StoredFile Stored => new(Id, Sha256, Size);
}

/// <summary>Counts below a resource, and bytes.</summary>
public sealed record ResourceStatistics(ResourceLevel Level, int Studies, int Series, int Instances, long Size);

/// <summary>Counts of the whole archive, and bytes.</summary>
public sealed record ArchiveStatistics(long Patients, long Studies, long Series, long Instances, long Size);

/// <summary>A resource that bears a DICOM identifier.</summary>
public readonly record struct FoundResource(ResourceLevel Level, string Id);
