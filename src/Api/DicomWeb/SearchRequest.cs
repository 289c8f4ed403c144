using EventDicom.Dicom;
using EventDicom.Domain;
using EventDicom.Domain.Finding;

namespace EventDicom.Api.DicomWeb;

/// <summary>A search of DICOMweb: what is asked of resources of a level, and what to answer of each.</summary>
public sealed record SearchRequest(ResourceLevel Level)
{
    public IReadOnlyList<TagConstraint> Constraints { get; init; } = [];

    /// <summary>What to answer, as far as a resource has it.</summary>
    public IReadOnlyList<DicomTag> Attributes { get; init; } = [];

    /// <summary>0 for no limit.</summary>
    public long Limit { get; init; }

    public long Offset { get; init; }

    /// <summary>
    /// The same for the one search engine. Files are read only where an attribute that no index has is asked for or about: that one is
    /// missing in the index says that the resource has none.
    /// </summary>
    public FindQuery ToQuery(FindOptions options, MainDicomTags mainTags, MainTagsCoverage coverage)
    {
        var most = options.MostAt(Level);
        var needsFiles = !coverage.IsComplete || Constraints.Select(constraint => constraint.Tag).Concat(Attributes)
            .Any(tag => TagSource.Of(tag, Level, mainTags).Place is TagPlace.File or TagPlace.Below);
        return new(Level)
        {
            Tags = Constraints,
            Requested = Attributes,
            Since = Offset,
            Limit = Limit == 0 ? most : Math.Min(Limit, most ?? Limit),
            MostCandidates = most,
            ReadsFiles = needsFiles && options.StorageAccessOnFind != StorageAccessOnFind.Never,
        };
    }
}
