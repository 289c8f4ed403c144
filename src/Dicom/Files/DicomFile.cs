using System.IO.Compression;

namespace EventDicom.Dicom;

/// <summary>A DICOM file (PS3.10 section 7): its file meta information and its data set. Pixels and other large values stay where they
/// are.</summary>
public sealed class DicomFile
{
    internal DicomFile(DicomDataset fileMetaInfo, DicomDataset dataset, DicomTransferSyntax transferSyntax, long? pixelDataOffset,
        string? partialReason)
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

    /// <summary>Whether the file starts with a preamble and <c>DICM</c>.</summary>
    public bool HasPreamble { get; internal init; } = true;

    /// <summary>What the file declares; found out from its first elements when it declares nothing. <see cref="DicomDataset.Syntax"/> tells
    /// how the bytes really are.</summary>
    public DicomTransferSyntax TransferSyntax { get; }

    /// <summary>Where the PixelData element of the first level starts (its tag), in bytes from the start of the file. Null without pixel
    /// data and for deflated files.</summary>
    public long? PixelDataOffset { get; }

    /// <summary>The file holds bytes that could not be read: it ends inside of its pixel data, or something follows that is no
    /// element.</summary>
    public bool IsPartial => PartialReason is not null;

    /// <summary>Why the file could be read in part only; null when all of it was read.</summary>
    public string? PartialReason { get; }

    /// <summary>
    /// A file to be saved: the file meta information says of the data set what it must (PS3.10 section 7.1), and keeps what else it was
    /// given.
    /// </summary>
    /// <param name="transferSyntax">How it is to be written; not one of compressed pixels unless the data set has its pixels in fragments,
    /// or none.</param>
    /// <param name="fileMetaInfo">Group 0002 of the file that it was made from; null for none.</param>
    public static DicomFile Create(DicomDataset dataset, DicomTransferSyntax transferSyntax, DicomDataset? fileMetaInfo = null)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(transferSyntax);
        return new DicomFile(FileMetaInformation.Of(dataset, transferSyntax, fileMetaInfo), dataset, transferSyntax, pixelDataOffset: null,
            partialReason: null);
    }

    /// <summary>Reads a file in memory. Values are slices of it: it must not change as long as the data set is in use.</summary>
    /// <exception cref="DicomFileException">The bytes are no DICOM file, or are so damaged that nothing reliable can be said about
    /// them.</exception>
    public static DicomFile Open(ReadOnlyMemory<byte> file, DicomReadOptions? options = null) =>
        Part10Reader.Read(new MemorySource(file), options ?? DicomReadOptions.Default);

    /// <summary>
    /// Reads a file from a seekable stream, from its first byte on whatever its position is. Large values are left there and read when they
    /// are asked for: the stream, which stays the caller's, must outlive the data set, and nobody else may seek in it. A value that is
    /// asked for after it was closed is a <see cref="DicomFileException"/> with <see cref="DicomFileError.Closed"/>.
    /// </summary>
    /// <inheritdoc cref="Open(ReadOnlyMemory{byte}, DicomReadOptions?)"/>
    public static DicomFile Open(Stream seekable, DicomReadOptions? options = null) =>
        Part10Reader.Read(new StreamSource(seekable), options ?? DicomReadOptions.Default);

    /// <summary>
    /// Writes preamble, file meta information and data set (PS3.10 section 7). What the file meta information says of the data set is set
    /// right. Large values are copied from the file that they were read from, block by block.
    /// </summary>
    /// <exception cref="DicomFileException">The data set cannot be written in <see cref="TransferSyntax"/>, or holds a value that was not
    /// read.</exception>
    public void Save(Stream stream, DicomWriteOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        options ??= DicomWriteOptions.Default;
        FileMetaInformation.Write(stream, FileMetaInformation.Of(Dataset, TransferSyntax, FileMetaInfo));
        if (!TransferSyntax.IsDeflated)
        {
            DicomWriter.Write(stream, Dataset, TransferSyntax, options);
            return;
        }

        // PS3.5 annex A.5: the deflated bytes, too, are of even length
        using var counted = new CountingStream(stream);
        using (var deflate = new DeflateStream(counted, CompressionLevel.Optimal, leaveOpen: true))
            DicomWriter.Write(deflate, Dataset, TransferSyntax, options);
        if (counted.Count % 2 != 0)
            stream.WriteByte(0);
    }
}
