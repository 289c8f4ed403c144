namespace EventDicom.Dicom;

/// <summary>A DICOM file (PS3.10 section 7): its file meta information and its data set. Pixels and other large values stay where they are.</summary>
public sealed class DicomFile
{
    internal DicomFile(DicomDataset fileMetaInfo, DicomDataset dataset, DicomTransferSyntax transferSyntax, long? pixelDataOffset, string? partialReason)
    {
        FileMetaInfo = fileMetaInfo;
        Dataset = dataset;
        TransferSyntax = transferSyntax;
        PixelDataOffset = pixelDataOffset;
        PartialReason = partialReason;
    }

    /// <summary>Group 0002; empty for a file without it.</summary>
    public DicomDataset FileMetaInfo { get; }

    public DicomDataset Dataset { get; }

    /// <summary>What the file declares; found out from its first elements when it declares nothing. <see cref="DicomDataset.Syntax"/> tells how the bytes really are.</summary>
    public DicomTransferSyntax TransferSyntax { get; }

    /// <summary>Where the PixelData element of the first level starts (its tag), in bytes from the start of the file. Null without pixel data and for deflated files.</summary>
    public long? PixelDataOffset { get; }

    /// <summary>The file holds bytes that could not be read: it ends inside of its pixel data, or something follows that is no element.</summary>
    public bool IsPartial => PartialReason is not null;

    /// <summary>Why the file could be read in part only; null when all of it was read.</summary>
    public string? PartialReason { get; }

    /// <summary>Reads a file in memory. Values are slices of it: it must not change as long as the data set is in use.</summary>
    /// <exception cref="DicomFileException">The bytes are no DICOM file, or are so damaged that nothing reliable can be said about them.</exception>
    public static DicomFile Open(ReadOnlyMemory<byte> file, DicomReadOptions? options = null) =>
        Part10Reader.Read(new MemorySource(file), options ?? DicomReadOptions.Default);

    /// <summary>
    /// Reads a file from a seekable stream, from its first byte on whatever its position is. Large values are left there and read when they are asked for:
    /// the stream, which stays the caller's, must outlive the data set, and nobody else may seek in it.
    /// </summary>
    /// <inheritdoc cref="Open(ReadOnlyMemory{byte}, DicomReadOptions?)"/>
    public static DicomFile Open(Stream seekable, DicomReadOptions? options = null) =>
        Part10Reader.Read(new StreamSource(seekable), options ?? DicomReadOptions.Default);
}
