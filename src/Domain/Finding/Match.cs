using EventDicom.Dicom;
using EventDicom.Domain.Attachments;
using EventDicom.Domain.Blobs;
using EventDicom.Domain.Series;

namespace EventDicom.Domain.Finding;

/// <summary>One answer of a search: a resource, with the parts that were asked for.</summary>
public sealed record Match(ResourceLevel Level, string Id)
{
    /// <summary>Id of the patient; its own for a patient.</summary>
    public required string Patient { get; init; }

    public string? Parent { get; init; }

    /// <summary><c>gggg,eeee</c> to value.</summary>
    public IReadOnlyDictionary<string, string> MainDicomTags { get; init; } = s_noTags;

    /// <summary>Those of the parent patient, as a study has them.</summary>
    public IReadOnlyDictionary<string, string>? PatientMainDicomTags { get; init; }

    /// <summary>Main tags that are sequences, a JSON object of <c>gggg,eeee</c> to their full form; <c>null</c> for none.</summary>
    public string? Sequences { get; init; }

    /// <summary>Ids of the next level down in their order; empty for an instance.</summary>
    public IReadOnlyList<string> Children { get; init; } = [];

    /// <summary>Sorted.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    public bool IsStable { get; init; }

    /// <summary>Of a patient: protected from recycling.</summary>
    public bool? IsProtected { get; init; }

    public DateTimeOffset LastUpdate { get; init; }

    /// <summary>Of a series.</summary>
    public long? ExpectedNumberOfInstances { get; init; }

    /// <inheritdoc cref="ExpectedNumberOfInstances"/>
    public SeriesStatus Status { get; init; }

    public string? IndexInSeries { get; init; }

    /// <summary>Id of the resource of the same level that a job made it from; so is <see cref="AnonymizedFrom"/>.</summary>
    public string? ModifiedFrom { get; init; }

    public string? AnonymizedFrom { get; init; }

    /// <summary>By Orthanc's numbers, those that users have set among them.</summary>
    public IReadOnlyDictionary<int, string> Metadata { get; init; } = s_noMetadata;

    /// <summary>The file of an instance, and what users have attached, by their numbers.</summary>
    public IReadOnlyList<KeptAttachment> Attachments { get; init; } = [];

    /// <summary>Of an instance.</summary>
    public MatchedFile? File { get; init; }

    /// <summary>Those of the requested tags that the index has a value of.</summary>
    public IReadOnlyDictionary<DicomTag, TagValue> Values { get; init; } = s_noValues;

    /// <summary>Whether the main tags that the search is about include some which were none yet when the resource was stored: only its file
    /// tells whether it fits.</summary>
    public bool IsUndecided { get; init; }

    /// <summary>A file of the resource, the first that arrived; <c>null</c> where no search could want it.</summary>
    public StoredFile? First { get; init; }

    private static readonly Dictionary<string, string> s_noTags = [];
    private static readonly Dictionary<int, string> s_noMetadata = [];
    private static readonly Dictionary<DicomTag, TagValue> s_noValues = [];
}

/// <param name="Size">Bytes, however it is kept.</param>
public sealed record MatchedFile(Guid Uuid, long Size);

/// <summary>A value of the index: text, or of a sequence its full form in JSON.</summary>
public readonly record struct TagValue(string? Text, string? Sequence = null);
