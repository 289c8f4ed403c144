namespace EventDicom.Dicom;

/// <summary>A sequence of items, each a data set of its own (PS3.5 section 7.5).</summary>
public sealed class DicomSequence : DicomItem
{
    internal DicomSequence(DicomTag tag, DicomVR vr, IReadOnlyList<DicomDataset> items)
        : base(tag, vr) => Items = items;

    public IReadOnlyList<DicomDataset> Items { get; }
}
