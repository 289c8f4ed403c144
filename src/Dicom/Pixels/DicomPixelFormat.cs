namespace EventDicom.Dicom;

/// <summary>How the samples of one frame lie in memory (PS3.3 section C.7.6.3.1, PS3.5 section 8.1). Uncompressed samples are little
/// endian.</summary>
public sealed record DicomPixelFormat
{
    /// <summary>Columns, 1 to 65535.</summary>
    public required int Width { get; init; }

    /// <summary>Rows, 1 to 65535.</summary>
    public required int Height { get; init; }

    /// <summary>1 for gray and palette color, 3 for color.</summary>
    public required int SamplesPerPixel { get; init; }

    /// <summary>Bits that a sample takes: 1, 8, 16 or 32 (also 64 for DoubleFloatPixelData, and in files of ACR-NEMA's time 12 before they
    /// are decoded).</summary>
    public required int BitsAllocated { get; init; }

    /// <summary>Bits of a sample that mean something, 1 to <see cref="BitsAllocated"/>.</summary>
    public required int BitsStored { get; init; }

    /// <summary>Place of the most significant bit, 0 for the lowest; <see cref="BitsStored"/> - 1 in all but old files.</summary>
    public required int HighBit { get; init; }

    /// <summary>PixelRepresentation 1: two's complement.</summary>
    public bool IsSigned { get; init; }

    /// <summary>IEEE 754 numbers of 32 or 64 bits: FloatPixelData and DoubleFloatPixelData (PS3.3 sections C.7.6.24 and
    /// C.7.6.25).</summary>
    public bool IsFloat { get; init; }

    /// <summary>PlanarConfiguration 1: all red samples, then all green, then all blue ones. Without meaning for one sample per
    /// pixel.</summary>
    public bool IsPlanar { get; init; }

    /// <summary>A defined term of PS3.3 section C.7.6.3.1.2, such as <c>MONOCHROME2</c>, <c>RGB</c> or <c>YBR_FULL_422</c>; as in the file,
    /// without padding.</summary>
    public required string PhotometricInterpretation { get; init; }

    /// <summary>
    /// Bytes of one uncompressed frame. A frame of single bits is counted up to a whole byte, although in a file the next frame may start
    /// within it; native YBR_FULL_422 takes two samples for each pixel instead of three (PS3.3 section C.7.6.3.1.2).
    /// </summary>
    public long FrameLength
    {
        get
        {
            var pixels = (long)Width * Height;
            var samples = IsSubsampled ? pixels * 2 : pixels * SamplesPerPixel;
            return ((samples * BitsAllocated) + 7) / 8;
        }
    }

    /// <summary>Chroma samples are shared by two neighbours in a row, in the uncompressed form too.</summary>
    public bool IsSubsampled => SamplesPerPixel == 3 && PhotometricInterpretation is "YBR_FULL_422" or "YBR_PARTIAL_422";
}
