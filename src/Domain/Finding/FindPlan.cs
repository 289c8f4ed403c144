using EventDicom.Dicom;

namespace EventDicom.Domain.Finding;

/// <summary>Who answers which part of a search: the index, or files.</summary>
internal sealed class FindPlan
{
    private const ushort FileMetaInfo = 0x0002;

    private readonly IReadOnlyList<TagConstraint> _late;
    private readonly IReadOnlyList<DicomTag> _kept, _inFile, _elsewhere;

    private FindPlan(FindQuery query, MainDicomTags mainTags, MainTagsCoverage coverage)
    {
        var places = query.Tags.Select(constraint => (Constraint: constraint, TagSource.Of(constraint.Tag, query.Level, mainTags).Place))
            .ToList();
        InFiles = [.. places.Where(entry => entry.Place == TagPlace.File && entry.Constraint.Tag.Group != FileMetaInfo)
            .Select(entry => entry.Constraint)];
        // Of the file meta information the archive keeps nothing, and data sets have none of it (PS3.10 section 7.1).
        CannotMatch = query.Tags.Any(constraint => constraint.Tag.Group == FileMetaInfo)
            || places.Any(entry => entry.Place is TagPlace.Below or TagPlace.ComputedElsewhere)
            || (InFiles.Count > 0 && !query.ReadsFiles);
        _late = coverage.IsComplete || !query.ReadsFiles
            ? []
            : [.. places.Where(entry => entry.Place == TagPlace.Kept
                && !MainDicomTags.WasAlways(TagSource.Of(entry.Constraint.Tag, query.Level, mainTags).Level, entry.Constraint.Tag))
                .Select(entry => entry.Constraint)];

        var requested = query.Requested.Distinct().ToLookup(tag => TagSource.Of(tag, query.Level, mainTags).Place);
        _kept = [.. requested[TagPlace.Kept], .. requested[TagPlace.Computed]];
        _inFile = [.. requested[TagPlace.Below], .. requested[TagPlace.File]];
        _elsewhere = [.. requested[TagPlace.ComputedElsewhere]];
        PagesItself = InFiles.Count > 0 || _late.Count > 0;
        ReadsFiles = query.ReadsFiles;
        ForIndex = new(
            query with
            {
                Tags = [.. query.Tags.Except(InFiles)],
                Requested = _kept,
                Since = PagesItself ? 0 : query.Since,
                Limit = InFiles.Count > 0 ? query.MostCandidates : PagesItself ? null : query.Limit,
            },
            !ReadsFiles ? FirstFile.Never
            : InFiles.Count > 0 || _inFile.Count > 0 ? FirstFile.Always
            : _late.Count > 0 || _kept.Count > 0 ? FirstFile.WhereNeeded
            : FirstFile.Never,
            _late.Select(constraint => constraint.Tag).ToHashSet());
    }

    public IndexQuery ForIndex { get; }

    /// <summary>Constraints on tags that only files have.</summary>
    public IReadOnlyList<TagConstraint> InFiles { get; }

    /// <summary>Whether no resource can fit, be it because it has many values of a tag, or none.</summary>
    public bool CannotMatch { get; }

    /// <summary>Whether what the index answers are candidates only, so that the page is ours to count.</summary>
    public bool PagesItself { get; }

    private bool ReadsFiles { get; }

    public static FindPlan Of(FindQuery query, MainDicomTags mainTags, MainTagsCoverage coverage) => new(query, mainTags, coverage);

    /// <summary>Whether only its file tells whether a candidate fits.</summary>
    public bool IsUndecided(Match match) => InFiles.Count > 0 || match.IsUndecided;

    public bool NeedsFile(Match match) => IsUndecided(match) || WantedOfFile(match).Count > 0;

    /// <summary>The requested tags that are to be read of a file. What is computed at another level makes nobody open one, and is read
    /// where one is open.</summary>
    public IReadOnlyList<DicomTag> WantedOfFile(Match match)
    {
        if (!ReadsFiles || (_inFile.Count == 0 && _kept.All(match.Values.ContainsKey))) return [];
        return [.. _kept.Where(tag => !match.Values.ContainsKey(tag)), .. _inFile, .. _elsewhere];
    }

    /// <summary>Whether a candidate fits as its file has it.</summary>
    public bool Fits(Match match, DicomDataset dataset)
    {
        foreach (var constraint in match.IsUndecided ? InFiles.Concat(_late) : InFiles)
            if (!constraint.Match.Matches(dataset.TryGetString(constraint.Tag, out var text) ? text : null)) return false;
        return true;
    }
}
