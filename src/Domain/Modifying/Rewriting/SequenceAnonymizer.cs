using EventDicom.Dicom;
using EventDicom.Domain.Deidentifying;
using EventDicom.Domain.Modifying.Requests;

namespace EventDicom.Domain.Modifying.Rewriting;

/// <summary>
/// Applies a profile within sequences, at any depth: the actions are those of the first level, save that nothing but text is
/// emptied, names and IDs of patients are mapped, and UIDs of studies, series and instances keep to their name spaces.
/// </summary>
internal sealed class SequenceAnonymizer(Modification modification, FileModifier modifier)
{
    private readonly List<DicomPathStep> _path = [];

    /// <summary>Recurses as deep as the data set is nested, which its reader bounds.</summary>
    public DicomSequence Visit(DicomSequence sequence)
    {
        var items = new DicomDataset[sequence.Items.Count];
        for (var i = 0; i < items.Length; i++)
        {
            _path.Add(new(sequence.Tag, i));
            items[i] = Visit(sequence.Items[i]);
            _path.RemoveAt(_path.Count - 1);
        }
        return new(sequence.Tag, items);
    }

    private DicomDataset Visit(DicomDataset source)
    {
        var item = new DicomDatasetBuilder(source);
        foreach (var attribute in source)
        {
            if (IsKept(attribute.Tag)) continue;
            if (source.IsOpaque(attribute)) item.Remove(attribute.Tag);
            else Change(item, attribute);
        }
        return item.Build();
    }

    private bool IsKept(DicomTag tag)
    {
        // An identifier that is kept is kept by what maps it: it may refer to other instances than this one.
        if (Identifiers.LevelOf(tag) is null && modification.Keeps.Contains(tag)) return true;
        foreach (var path in modification.NestedKeeps)
            if (path.Matches(_path, tag))
                return true;
        return false;
    }

    private void Change(DicomDatasetBuilder item, DicomItem attribute)
    {
        var tag = attribute.Tag;
        if (tag.IsPrivate && modification.RemovesPrivate)
            item.Remove(tag);
        else if (tag == DicomTag.PatientID || tag == DicomTag.PatientName)
            MapPatient(item, attribute);
        else if (Identifiers.LevelOf(tag) is { } level)
            modifier.ReplaceUids(item, attribute, level);
        else if (tag == DicomTag.ReferencedSOPInstanceUID)
            modifier.ReplaceUids(item, attribute, RefersToStudy ? ResourceLevel.Study : ResourceLevel.Instance);
        else
            Follow(item, attribute);
    }

    private void Follow(DicomDatasetBuilder item, DicomItem attribute)
    {
        var action = modification.Removals.Contains(attribute.Tag) ? ProfileAction.Remove : modification.Profile!.ActionFor(attribute.Tag);
        switch (action)
        {
            case ProfileAction.Remove: item.Remove(attribute.Tag); break;
            case ProfileAction.Clear when attribute.VR.IsString: item.AddOrUpdate(FileModifier.Emptied(attribute)); break;
            case ProfileAction.Clear: item.Remove(attribute.Tag); break;
            case ProfileAction.ReplaceUid: modifier.ReplaceUids(item, attribute); break;
            case ProfileAction.None when attribute is DicomSequence nested: item.AddOrUpdate(Visit(nested)); break;
        }
    }

    private void MapPatient(DicomDatasetBuilder item, DicomItem attribute)
    {
        if (!item.Build().TryGetString(attribute.Tag, out var original)) item.Remove(attribute.Tag);
        else if (original.Length > 0)
            item.AddOrUpdate(attribute.Tag, attribute.Tag == DicomTag.PatientID ? DicomVR.LO : DicomVR.PN,
                modifier.Renewed(ResourceLevel.Patient, original));
    }

    // RT structure sets name the study that their frame of reference is of as if it were an instance (PS3.3 section C.8.8.5).
    private bool RefersToStudy =>
        _path is [.., { Sequence: var outer }, { Sequence: var inner }]
        && outer == DicomTag.ReferencedFrameOfReferenceSequence && inner == DicomTag.RTReferencedStudySequence;
}
