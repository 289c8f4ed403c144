namespace EventDicom.Dicom;

/// <summary>Why a picture cannot be made or read.</summary>
public enum DicomImageError
{
    /// <summary>What the data set describes is legal, but there is no view of it: HSV, CMYK, floating point, color as gray.</summary>
    Unsupported,

    /// <summary>The bytes contradict themselves or what is said about them.</summary>
    Damaged,

    /// <summary>The picture has more pixels than are allowed.</summary>
    TooLarge,
}

/// <summary>A picture cannot be made of a frame, or read from a file; the message says why.</summary>
public sealed class DicomImageException(DicomImageError reason, string message, Exception? innerException = null)
    : Exception(message, innerException)
{
    public DicomImageError Reason { get; } = reason;
}
