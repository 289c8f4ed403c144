using EventDicom.Dicom;
using EventDicom.Domain.Deidentifying;
using EventDicom.Domain.Errors;
using EventDicom.Domain.Modifying.Requests;

namespace EventDicom.Domain.Modifying.Rewriting;

/// <summary>
/// Carries a modification out on one file. The same file, modification, seed and name give the same result, always: there is
/// neither chance nor time in it. For one file at a time.
/// </summary>
public sealed class FileModifier
{
    // More than any reference needs; longer values are none, and go as those do that are no text.
    private const int LongestUids = 1 << 20;

    private readonly Modification _modification;
    private readonly DicomDataset _source;
    private readonly DicomDatasetBuilder _dataset;
    private readonly UidMap _map;

    private FileModifier(Modification modification, DicomDataset source, string seed) =>
        (_modification, _source, _dataset, _map) = (modification, source, new DicomDatasetBuilder(source), new UidMap(seed));

    /// <param name="source">With all its values; large ones are still read from its stream when the result is saved.</param>
    /// <param name="seed">The id of the job, or of the request that needs none: new identifiers are derived from it.</param>
    /// <param name="patientName">What an anonymized patient is called where the request does not say it.</param>
    /// <param name="server">Name and version that DeidentificationMethod shows.</param>
    /// <returns>A file to be saved. Nothing of the old file meta information is left but the transfer syntax.</returns>
    /// <returns>Refused with error 15: a value does not suit the VR that its attribute has in this file; 3: the pixels cannot be
    /// replaced.</returns>
    public static Answer<ModifiedFile> Apply(Modification modification, DicomFile source, string seed, string patientName, string server)
    {
        var modifier = new FileModifier(modification, source.Dataset, seed);
        modifier.ImposeIdentifiers();
        modifier.RemoveAttributes();
        modifier.ClearAndReplaceUids();
        if (modifier.Replace() is { } unfit) return unfit;
        modifier.RenewIdentifiers();
        if (modification.Profile is { } profile)
        {
            modifier.Describe(profile, patientName, server);
            modifier.VisitSequences();
        }
        if (modifier.FollowPaths() is { } nested) return nested;
        return modifier.Written(source.TransferSyntax);
    }

    /// <summary>What comes of the old identifier of a resource: kept, named by the request, or derived.</summary>
    internal string Renewed(ResourceLevel level, string original) =>
        _modification.Keeps.Contains(Identifiers.TagOf(level)) ? original : _map[level, original];

    // So that what refers to this instance, or to its parents, follows.
    private void ImposeIdentifiers()
    {
        if (!_modification.IsAnonymization) return;
        foreach (var level in Identifiers.Levels)
        {
            var tag = Identifiers.TagOf(level);
            if (_modification.Replacements.GetValueOrDefault(tag) is Replacement.Text imposed) _map.Impose(level, Text(tag), imposed.Value);
        }
    }

    private void RemoveAttributes()
    {
        // Of a private block that something stays in, its creator must stay too, or nobody could tell what it means (PS3.5 section 7.8.1).
        var creators = _modification.RemovesPrivate
            ? _modification.Keeps.Concat(_modification.Replacements.Keys).Select(tag => tag.PrivateCreatorTag)
            .OfType<DicomTag>().ToHashSet()
            : [];
        _dataset.RemoveAll(item => item.Tag.Group <= 0x0002 || IsRemoved(item.Tag, creators) || IsHidden(item));
    }

    // Whatever an anonymization cannot look into goes, unless the request names it.
    private bool IsHidden(DicomItem item) =>
        _modification.IsAnonymization && !_modification.Keeps.Contains(item.Tag) && !_modification.Replacements.ContainsKey(item.Tag)
        && _source.IsOpaque(item);

    private bool IsRemoved(DicomTag tag, HashSet<DicomTag> creators)
    {
        if (_modification.Keeps.Contains(tag) || _modification.Replacements.ContainsKey(tag)) return false;
        if (_modification.RemovesPrivate && tag.IsPrivate) return !creators.Contains(tag);
        return _modification.Removals.Contains(tag) || _modification.Profile?.ActionFor(tag) == ProfileAction.Remove;
    }

    private void ClearAndReplaceUids()
    {
        if (_modification.Profile is not { } profile) return;
        foreach (var item in _dataset.Items.ToList())
        {
            if (_modification.Keeps.Contains(item.Tag) || _modification.Replacements.ContainsKey(item.Tag)) continue;
            switch (profile.ActionFor(item.Tag))
            {
                case ProfileAction.Clear: _dataset.AddOrUpdate(Emptied(item)); break;
                case ProfileAction.ReplaceUid: ReplaceUids(_dataset, item); break;
            }
        }
    }

    private Refused? Replace()
    {
        if (_modification.Replacements.GetValueOrDefault(DicomTag.SpecificCharacterSet) is Replacement.Text { Value: var term })
            _dataset.ChangeEncoding(DicomEncoding.FromSpecificCharacterSet(term, DicomEncoding.Ascii));
        else if (_modification.WidensEncoding && !_modification.Replacements.Values.All(value => value.IsWritableIn(_dataset.Encoding)))
            _dataset.ChangeEncoding(DicomEncoding.Utf8);

        // Sorted, so that a creator is there before what it reserves
        foreach (var (tag, value) in _modification.Replacements.OrderBy(replacement => replacement.Key))
            if (tag.Group > 0x0002 && tag != DicomTag.SpecificCharacterSet
                && value.Set(_dataset, tag, _modification.PrivateCreator) is { } refused)
                return refused;
        return null;
    }

    private void RenewIdentifiers()
    {
        foreach (var level in Identifiers.Levels)
            if (_modification.Renews(level))
                _dataset.AddOrUpdate(Identifiers.TagOf(level), level == ResourceLevel.Patient ? DicomVR.LO : DicomVR.UI,
                    _map[level, Text(Identifiers.TagOf(level))]);
    }

    private void Describe(DeidentificationProfile profile, string patientName, string server)
    {
        if (_modification.NamesPatient) _dataset.AddOrUpdate(DicomTag.PatientName, DicomVR.PN, patientName);
        if (!_modification.Replacements.ContainsKey(DicomTag.PatientIdentityRemoved))
            _dataset.AddOrUpdate(DicomTag.PatientIdentityRemoved, DicomVR.CS, "YES");
        if (_modification.DescribesMethod)
            _dataset.AddOrUpdate(DicomTag.DeidentificationMethod, DicomVR.LO,
                _modification.FollowsProfile ? profile.MethodOf(server) : server);
    }

    private void VisitSequences()
    {
        var visitor = new SequenceAnonymizer(_modification, this);
        foreach (var sequence in _dataset.Items.OfType<DicomSequence>().ToList())
            if (!_modification.Keeps.Contains(sequence.Tag))
                _dataset.AddOrUpdate(visitor.Visit(sequence));
    }

    private Refused? FollowPaths()
    {
        Refused? refused = null;
        foreach (var path in _modification.NestedRemovals) NestedEdit.Run(_dataset, path, (item, tag) => item.Remove(tag));
        foreach (var (path, value) in _modification.NestedReplacements)
            NestedEdit.Run(_dataset, path, (item, tag) => refused ??= value.Set(item, tag, _modification.PrivateCreator));
        return refused;
    }

    /// <summary>Maps the UIDs of an attribute one by one; an attribute that holds no text, or more than 1 MiB of it, goes.</summary>
    /// <param name="level">What they are the identifiers of; <c>null</c> for anything else that has UIDs.</param>
    internal void ReplaceUids(DicomDatasetBuilder dataset, DicomItem item, ResourceLevel? level = null)
    {
        if (item is not DicomElement { Length: <= LongestUids } element || !(item.VR.IsString || item.VR == DicomVR.UN))
        {
            dataset.Remove(item.Tag);
            return;
        }

        var uids = System.Text.Encoding.ASCII.GetString(element.GetBytes().Span).Split('\\');
        var vr = item.VR == DicomVR.UN ? DicomVR.UI : item.VR;
        string Replaced(string uid) => uid.Length == 0 ? "" : level is { } known ? Renewed(known, uid) : _map[ResourceLevel.Instance, uid];
        dataset.AddOrUpdate(item.Tag, vr, string.Join('\\', uids.Select(uid => Replaced(uid.Trim(' ', '\0')))));
    }

    internal static DicomItem Emptied(DicomItem item) =>
        item is DicomSequence ? new DicomSequence(item.Tag, [])
        : new DicomDatasetBuilder().AddOrUpdate(item.Tag, item.VR, ReadOnlyMemory<byte>.Empty).Find(item.Tag)!;

    private string Text(DicomTag tag) => _source.TryGetString(tag, out var text) ? text : "";

    private Answer<ModifiedFile> Written(DicomTransferSyntax syntax)
    {
        if (syntax.IsEncapsulated && _modification.Replacements.ContainsKey(DicomTag.PixelData)
            && _dataset.Find(DicomTag.PixelData) is DicomElement { Length: > 0 })
            return new Refused(OrthancError.ParameterOutOfRange,
                $"The pixels of an instance in transfer syntax {syntax} cannot be replaced: they are in fragments");

        var file = DicomFile.Create(_dataset.Build(), syntax);
        if (_modification.TransferSyntax is not { } target) return new ModifiedFile(file, syntax, LossyUid: null);

        // An instance whose pixels lose something needs a UID of its own (PS3.3 section C.12.4); one that has just got it needs no other.
        file.Dataset.TryGetString(DicomTag.SOPInstanceUID, out var uid);
        var quality = _modification.LossyQuality;
        var lossyUid = _modification.Renews(ResourceLevel.Instance) ? uid : _map[ResourceLevel.Instance, $"{uid}|{target}"];
        return new ModifiedFile(file, target, lossyUid, quality is null ? null : DicomCodecOptions.OfQuality(quality.Value));
    }
}
