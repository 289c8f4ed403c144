namespace EventDicom.Dicom;

/// <summary>One attribute of a data set: a <see cref="DicomElement"/>, a <see cref="DicomSequence"/> or a
/// <see cref="DicomFragmentSequence"/>.</summary>
public abstract class DicomItem
{
    private protected DicomItem(DicomTag tag, DicomVR vr)
    {
        Tag = tag;
        VR = vr;
    }

    public DicomTag Tag { get; }

    /// <summary>As in the file, or from the dictionary in implicit syntaxes. <see cref="DicomVR.UN"/> when unknown.</summary>
    public DicomVR VR { get; }
}
