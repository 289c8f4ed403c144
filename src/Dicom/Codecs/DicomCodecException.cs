namespace EventDicom.Dicom;

/// <summary>A frame cannot be decompressed or compressed; the message says why, and names the missing package where one is
/// missing.</summary>
public sealed class DicomCodecException(string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>Nothing is wrong with the frame: the codec does not know this kind, or is not installed. Else the stream is damaged, or
    /// contradicts the data set.</summary>
    public bool IsUnsupported { get; init; }
}
