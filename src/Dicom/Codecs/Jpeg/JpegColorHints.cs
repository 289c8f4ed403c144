namespace EventDicom.Dicom;

/// <summary>What marker segments say about the color space of a JPEG stream.</summary>
internal struct JpegColorHints
{
    /// <summary>Of an Adobe segment: 0 for no transform, 1 for YCbCr; null without such a segment.</summary>
    public int? AdobeTransform { get; set; }
}
