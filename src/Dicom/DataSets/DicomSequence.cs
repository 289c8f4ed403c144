namespace EventDicom.Dicom;

/// <summary>A sequence of items, each a data set of its own (PS3.5 section 7.5). Its VR is SQ, also where the file says UN (PS3.5 section
/// 6.2.2 note 2).</summary>
public sealed class DicomSequence : DicomItem
{
    public DicomSequence(DicomTag tag, IReadOnlyList<DicomDataset> items)
        : base(tag, DicomVR.SQ) => Items = items;

    public IReadOnlyList<DicomDataset> Items { get; }
}
