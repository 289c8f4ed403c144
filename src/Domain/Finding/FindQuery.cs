using EventDicom.Dicom;

namespace EventDicom.Domain.Finding;

/// <summary>
/// One search: over REST, by C-FIND, by QIDO or for a page. Says nothing of where it came from. Constraints must all hold; order,
/// <see cref="Since"/> and <see cref="Limit"/> are applied in this sequence.
/// </summary>
public sealed record FindQuery(ResourceLevel Level)
{
    public IReadOnlyList<TagConstraint> Tags { get; init; } = [];

    /// <summary>Of the level itself.</summary>
    public IReadOnlyList<MetadataConstraint> Metadata { get; init; } = [];

    public LabelConstraint? Labels { get; init; }

    /// <summary>Only what is among these, or lies at, above or below some of them.</summary>
    public Relation? Related { get; init; }

    /// <summary>Equal ones come in the order of their identifiers.</summary>
    public IReadOnlyList<SortKey> Order { get; init; } = [];

    /// <summary>How many to skip.</summary>
    public long Since { get; init; }

    /// <summary><c>null</c> for all.</summary>
    public long? Limit { get; init; }

    /// <summary>How many resources the index may offer where files decide which of them fit; <c>null</c> for all.</summary>
    public long? MostCandidates { get; init; }

    /// <summary>Whether files may be read. Without, what only they have matches nothing, and is not returned.</summary>
    public bool ReadsFiles { get; init; } = true;

    /// <summary>What to return beside the identifier.</summary>
    public MatchParts Parts { get; init; }

    /// <summary>Tags whose values to return, of whatever level, be they in the index or not.</summary>
    public IReadOnlyList<DicomTag> Requested { get; init; } = [];
}

/// <summary>What is asked of a tag of the resource, of its ancestors, or of an instance below it.</summary>
public sealed record TagConstraint(DicomTag Tag, TextMatch Match);

/// <summary>What is asked of a metadata.</summary>
/// <param name="Number">Orthanc's number of it; 1024 and above are a site's own.</param>
public sealed record MetadataConstraint(int Number, TextMatch Match);

/// <summary>What is asked of the labels of the resource itself.</summary>
/// <param name="Labels">For <see cref="LabelRule.None"/> an empty list means no label at all; the others it leaves without a
/// meaning.</param>
public sealed record LabelConstraint(LabelRule Rule, IReadOnlyList<string> Labels);

public enum LabelRule
{
    /// <summary>Has every one of them.</summary>
    All,

    /// <summary>Has at least one of them.</summary>
    Any,

    /// <summary>Has none of them.</summary>
    None,
}

/// <summary>Resources of one level, of which one must be the wanted one itself, its ancestor, or a descendant.</summary>
public sealed record Relation(ResourceLevel Level, IReadOnlyCollection<string> Ids);

/// <summary>By what answers are ordered. Those without a value come last, in both directions.</summary>
/// <param name="Tag"><c>null</c> where <paramref name="Metadata"/> is the key.</param>
/// <param name="Metadata">Orthanc's number of it.</param>
public sealed record SortKey(DicomTag? Tag, int? Metadata, SortForm Form, bool Descending);

/// <summary>How values are compared.</summary>
public enum SortForm
{
    /// <summary>Byte by byte.</summary>
    Text,

    /// <summary>The whole number that the text begins with; 0 where it begins with none.</summary>
    WholeNumber,

    /// <summary>The number that the text begins with; 0 where it begins with none.</summary>
    Number,
}

/// <summary>What an answer says of a resource.</summary>
[Flags]
public enum MatchParts
{
    None = 0,
    MainDicomTags = 1,
    Children = 2,
    Parent = 4,
    Labels = 8,
    Metadata = 16,

    /// <summary>Where its file is, and of what size: of an instance.</summary>
    File = 32,

    /// <summary>Of a series.</summary>
    Status = 64,
    IsStable = 128,

    /// <summary>Of a patient.</summary>
    IsProtected = 256,

    /// <summary>When it changed, what it was made from, its place in its series and how many that expects.</summary>
    Facts = 512,

    /// <summary>The files that belong to it.</summary>
    Attachments = 1024,

    /// <summary>What <c>GET /{level}/{id}</c> shows.</summary>
    Resource = MainDicomTags | Children | Parent | Labels | File | Status | IsStable | IsProtected | Facts,
}
