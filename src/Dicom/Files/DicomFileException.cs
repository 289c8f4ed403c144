namespace EventDicom.Dicom;

/// <summary>The only error that reading a DICOM file gives, besides those of the stream that it reads from.</summary>
public class DicomFileException : Exception
{
    public DicomFileException(DicomFileError reason, string message, Exception? inner = null)
        : base(message, inner) => Reason = reason;

    public DicomFileError Reason { get; }
}
