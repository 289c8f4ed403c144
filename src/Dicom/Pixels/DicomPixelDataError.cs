namespace EventDicom.Dicom;

/// <summary>Why there are no pixels to be had.</summary>
public enum DicomPixelDataError
{
    /// <summary>The data set has no pixel data, or was read without it.</summary>
    NoPixelData,

    /// <summary>The pixels are described in a way that the standard allows or once allowed, and that is not supported.</summary>
    Unsupported,

    /// <summary>The attributes contradict each other, or the frame is not wholly there.</summary>
    Damaged,

    /// <summary>The frame takes more memory than the caller allows.</summary>
    TooLarge,

    /// <summary>The image has no frame of this number.</summary>
    FrameOutOfRange,
}
