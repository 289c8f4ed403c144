using EventDicom.Dicom;
using EventDicom.Domain.Errors;
using EventDicom.Domain.Finding;

namespace EventDicom.Domain.Worklists;

/// <summary>The keys of one level of a worklist query: of the identifier itself, or of an item in it.</summary>
internal sealed class WorklistKeys
{
    // Characters. A longer pattern has no use, and takes its time with long texts.
    private const int LongestPattern = 1024, LongestMatched = 16 * 1024;

    private readonly IReadOnlyDictionary<DicomTag, WorklistKey> _keys;

    private WorklistKeys(IReadOnlyDictionary<DicomTag, WorklistKey> keys) => _keys = keys;

    /// <inheritdoc cref="WorklistQuery.Read"/>
    public static Answer<WorklistKeys> Read(DicomDataset identifier, bool caseSensitivePN)
    {
        var keys = new Dictionary<DicomTag, WorklistKey>();
        foreach (var item in identifier)
        {
            if (!IsKey(item.Tag)) continue;
            if (ReadKey(identifier, item, caseSensitivePN).IsRefused(out var refused, out var key)) return refused;
            keys.Add(item.Tag, key);
        }
        return new WorklistKeys(keys);
    }

    /// <summary>Whether a data set fits all keys.</summary>
    public bool Match(DicomDataset dataset) => _keys.All(key => Match(dataset, key.Key, key.Value));

    /// <summary>The attributes of a data set that are requested. Of a sequence whose items had to fit, those that do.</summary>
    public DicomDataset Reduce(DicomDataset dataset)
    {
        var reduced = new DicomDatasetBuilder(dataset);
        // A private element means nothing without its creator (PS3.5 section 7.8.1).
        var creators = _keys.Keys.Where(tag => Find(dataset, tag) is not null).Select(tag => tag.PrivateCreatorTag).ToHashSet();
        reduced.RemoveAll(item => Find(dataset, item.Tag) is null && !creators.Contains(item.Tag));
        foreach (var (tag, key) in _keys)
        {
            if (key.Items is { } inner && reduced.Find(tag) is DicomSequence sequence)
                reduced.AddOrUpdate(new DicomSequence(
                    tag, [.. sequence.Items.Where(inner.Match).Select(item => key.IsWhole ? item : inner.Reduce(item))]));
        }
        return reduced.Build();
    }

    /// <summary>
    /// The same for what one station is to do, where the keys do not say for which: as Orthanc's <c>FilterIssuerAet</c> has it. Whether
    /// somebody may be pregnant is then no question.
    /// </summary>
    public WorklistKeys OfStation(string aet)
    {
        var keys = new Dictionary<DicomTag, WorklistKey>(_keys);
        if (keys.TryGetValue(DicomTag.PregnancyStatus, out var pregnancy) && pregnancy.Value is null) keys.Remove(DicomTag.PregnancyStatus);
        var isAsked = keys.TryGetValue(DicomTag.ScheduledProcedureStepSequence, out var steps);
        keys[DicomTag.ScheduledProcedureStepSequence] = new()
        {
            Items = (steps?.Items ?? new(new Dictionary<DicomTag, WorklistKey>())).Named(aet),
            // Asked for as a whole, it is answered so.
            IsWhole = isAsked && steps!.Items is null,
        };
        return new(keys);
    }

    /// <summary>For each key that words tell of, those of which a worklist must have one (<see cref="WorklistWords"/>).</summary>
    public IEnumerable<IReadOnlyList<string>> Words(bool isOfStep = false)
    {
        foreach (var (tag, key) in _keys)
        {
            if (key.Value is { } value && WorklistWords.Asked(tag, isOfStep, value.Match) is { } words) yield return words;
            if (isOfStep || tag != DicomTag.ScheduledProcedureStepSequence || key.Items is not { } steps) continue;
            foreach (var ofStep in steps.Words(isOfStep: true)) yield return ofStep;
        }
    }

    private WorklistKeys Named(string aet)
    {
        if (_keys.TryGetValue(DicomTag.ScheduledStationAETitle, out var named) && named.Value is not null and not { IsAnything: true })
            return this;
        return new(new Dictionary<DicomTag, WorklistKey>(_keys)
        {
            [DicomTag.ScheduledStationAETitle] = new()
            {
                Value = new(new TextMatch.OneOf([aet.Trim()], CaseSensitive: true)),
            },
        });
    }

    private bool IsUniversal => _keys.Values.All(key => key.Value is null && key.Items is null or { IsUniversal: true });

    private static bool Match(DicomDataset dataset, DicomTag tag, WorklistKey key)
    {
        var item = key.Find(dataset, tag);
        if (key.Items is { } inner)
            return item is not DicomSequence sequence || inner.IsUniversal || sequence.Items.Any(inner.Match);
        if (key.Value is not { } wanted) return true;
        // What has several values has to fit with one of them (PS3.4 section C.2.2.2.1), or as it is.
        return item is DicomElement element && dataset.TryGetString(element, out var text) && text.Length <= LongestMatched
            && (wanted.Fits(text)
                || (text.Contains('\\', StringComparison.Ordinal) && element.VR.IsMultiValued && text.Split('\\').Any(wanted.Fits)));
    }

    private DicomItem? Find(DicomDataset dataset, DicomTag tag) =>
        _keys.TryGetValue(tag, out var key) && key.Find(dataset, tag) is { } item
            and not DicomFragmentSequence and not DicomElement { IsSkipped: true } ? item : null;

    private static Answer<WorklistKey> ReadKey(DicomDataset identifier, DicomItem item, bool caseSensitivePN)
    {
        var key = new WorklistKey { Creator = identifier.PrivateCreatorOf(item.Tag) };
        // Bytes, and what is empty, ask for the attribute alone.
        return item switch
        {
            DicomSequence { Items: [] or [{ Count: 0 }] } => key,
            DicomSequence { Items: [var only] } => WithItems(key, only, caseSensitivePN),
            DicomSequence => new Refused(OrthancError.BadRequest, $"Sequence {item.Tag} of a query must have one item at most"),
            DicomElement element when (element.VR.IsString || element.VR.IsNumber) && identifier.TryGetString(element, out var text)
                && text.Trim(' ') is { Length: > 0 } value => WithValue(key, element, value, caseSensitivePN),
            _ => key,
        };
    }

    private static Answer<WorklistKey> WithItems(WorklistKey key, DicomDataset item, bool caseSensitivePN) =>
        Read(item, caseSensitivePN).IsRefused(out var refused, out var items) ? refused : key with { Items = items };

    private static Answer<WorklistKey> WithValue(WorklistKey key, DicomElement element, string value, bool caseSensitivePN)
    {
        if (value.All(character => character == '*')) return key with { Value = WorklistValue.Anything };
        var isCaseSensitive = element.VR != DicomVR.PN || caseSensitivePN;
        if (!TextMatch.TryRead(element.Tag, element.VR, value, isCaseSensitive, out var match) || match is null)
            return new Refused(OrthancError.ParameterOutOfRange, $"Wildcards are not allowed on tag {element.Tag}");
        return match is TextMatch.Wildcard { Pattern.Length: > LongestPattern }
            ? new Refused(OrthancError.ParameterOutOfRange, $"The pattern of tag {element.Tag} has more than {LongestPattern} characters")
            : key with { Value = new(match) };
    }

    // The character set and the time zone say how the query is to be read; its level is none of a worklist, and some send one.
    private static bool IsKey(DicomTag tag) =>
        tag.Group > 0x0002 && !tag.IsGroupLength && !tag.IsPrivateCreator && tag != DicomTag.SpecificCharacterSet
        && tag != DicomTag.TimezoneOffsetFromUTC && tag != DicomTag.QueryRetrieveLevel;
}

/// <summary>One attribute that a worklist query asks for.</summary>
internal sealed record WorklistKey
{
    /// <summary>Of a private element, whose it is.</summary>
    public string? Creator { get; init; }

    /// <summary>What its value must be; <c>null</c> for anything, and for none.</summary>
    public WorklistValue? Value { get; init; }

    /// <summary>What an item of the sequence must be, if there is the sequence; <c>null</c> where all of it is asked for.</summary>
    public WorklistKeys? Items { get; init; }

    /// <summary>Whether items are answered as they are, and not what is requested of them alone.</summary>
    public bool IsWhole { get; init; }

    /// <summary>The attribute that is meant. A private one is another one where its block is somebody else's.</summary>
    public DicomItem? Find(DicomDataset dataset, DicomTag tag) =>
        tag.IsPrivate && dataset.PrivateCreatorOf(tag) != Creator ? null : dataset.Find(tag);
}

/// <summary>What the value of an attribute must be; one that is empty never is.</summary>
internal sealed record WorklistValue(TextMatch Match)
{
    /// <summary>It must be there.</summary>
    public static readonly WorklistValue Anything = new(new TextMatch.Wildcard("*", CaseSensitive: true)) { IsAnything = true };

    public bool IsAnything { get; private init; }

    public bool Fits(string text) => text.Trim(' ') is { Length: > 0 } value && Match.Matches(value);
}
