namespace EventDicom.Dicom;

/// <summary>The pixels of a data set cannot be had; what a compressed stream itself does wrong is a
/// <see cref="DicomCodecException"/>.</summary>
public sealed class DicomPixelDataException(DicomPixelDataError reason, string message) : Exception(message)
{
    public DicomPixelDataError Reason { get; } = reason;
}
