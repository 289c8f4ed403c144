namespace EventDicom.Dicom;

/// <summary>What to read of a file, and the bounds that hold whatever the file says.</summary>
public sealed record DicomReadOptions
{
    public static readonly DicomReadOptions Default = new();

    /// <summary>
    /// Stop at the first PixelData, FloatPixelData or DoubleFloatPixelData of the first level. That element stays in the data set, without
    /// value.
    /// </summary>
    public bool StopBeforePixelData { get; init; }

    /// <summary>Gives the VRs of implicit syntaxes and of elements of VR UN.</summary>
    public DicomDictionary Dictionary { get; init; } = DicomDictionary.Default;

    /// <summary>The character set of a data set that names none.</summary>
    public DicomEncoding DefaultEncoding { get; init; } = DicomEncoding.Latin1;

    /// <summary>Sequences within sequences; the data set of the file has depth 0. Reading recurses: each level takes about a kilobyte of
    /// stack.</summary>
    public int MaxDepth { get; init; } = 128;

    /// <summary>Elements, items and fragments together, at all levels. One costs about 128 bytes of memory.</summary>
    public int MaxElements { get; init; } = 2_000_000;

    /// <summary>Bytes of memory that the data set may take: its elements and items, and values that do not stay in the file.</summary>
    public long MaxMemory { get; init; } = long.MaxValue;

    /// <summary>Bytes that a deflated data set may have once it is inflated.</summary>
    public long MaxInflatedSize { get; init; } = 512L << 20;

    /// <summary>Values of more bytes stay in the file until they are asked for. Without effect on files that are in memory.</summary>
    public int LargeElement { get; init; } = 16 * 1024;
}
