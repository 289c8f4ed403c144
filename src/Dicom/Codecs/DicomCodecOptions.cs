namespace EventDicom.Dicom;

/// <summary>How much lossy syntaxes may lose.</summary>
public sealed record DicomCodecOptions
{
    public static readonly DicomCodecOptions Default = new();

    /// <summary>Of JPEG baseline and extended, 1 to 100. Orthanc's default for transcoding is 90.</summary>
    public int JpegQuality { get; init; } = 90;

    /// <param name="jpegQuality">Less than 1 counts as 1, and more than 100 as 100.</param>
    public static DicomCodecOptions OfQuality(int jpegQuality) => Default with { JpegQuality = Math.Clamp(jpegQuality, 1, 100) };

    /// <summary>Of JPEG-LS near-lossless: by how much a sample may differ, 1 to 255.</summary>
    public int NearLossless { get; init; } = 3;

    /// <summary>Of JPEG 2000 lossy: compression ratio, above 1.</summary>
    public double Jpeg2000Ratio { get; init; } = 10;
}
