namespace EventDicom.Dicom;

/// <summary>A scan header (ITU-T T.81 B.2.3) with the tables that are valid for it.</summary>
internal sealed class JpegScan
{
    public required IReadOnlyList<JpegComponent> Components { get; init; }

    /// <summary>One for each component; null where none was defined.</summary>
    public required IReadOnlyList<JpegHuffmanTable?> DcTables { get; init; }

    public required IReadOnlyList<JpegHuffmanTable?> AcTables { get; init; }

    /// <summary>First coefficient; the predictor in lossless streams.</summary>
    public required int SpectralStart { get; init; }

    /// <summary>Last coefficient.</summary>
    public required int SpectralEnd { get; init; }

    /// <summary>The lowest bit that earlier scans brought, 0 for a first scan.</summary>
    public required int ApproximationHigh { get; init; }

    /// <summary>The lowest bit that this scan brings; the point transform in lossless streams.</summary>
    public required int ApproximationLow { get; init; }

    /// <summary>MCUs between two restart markers, 0 for no markers.</summary>
    public required int RestartInterval { get; init; }

    /// <exception cref="DicomCodecException">The stream did not define it.</exception>
    public JpegHuffmanTable DcTable(int component) => DcTables[component] ?? throw Missing();

    /// <inheritdoc cref="DcTable"/>
    public JpegHuffmanTable AcTable(int component) => AcTables[component] ?? throw Missing();

    private static DicomCodecException Missing() => new("A scan of a JPEG stream uses a Huffman table that was not defined");
}
