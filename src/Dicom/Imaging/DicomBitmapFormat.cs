namespace EventDicom.Dicom;

/// <summary>What a sample of a picture is, and how many make a pixel.</summary>
public enum DicomBitmapFormat
{
    /// <summary>One byte, 0 black.</summary>
    Gray8,

    /// <summary>One unsigned 16-bit number.</summary>
    Gray16,

    /// <summary>One 16-bit number in two's complement.</summary>
    SignedGray16,

    /// <summary>Red, green and blue, a byte each.</summary>
    Rgb24,

    /// <summary>Red, green and blue, an unsigned 16-bit number each.</summary>
    Rgb48,
}
