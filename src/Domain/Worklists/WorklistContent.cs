using EventDicom.Dicom;
using EventDicom.Domain.Instances;

namespace EventDicom.Domain.Worklists;

/// <summary>Worklists as bytes: in events a data set in Explicit VR Little Endian, in a folder a DICOM file; bounded, whoever made
/// them.</summary>
public static class WorklistContent
{
    /// <summary>Bytes. A worklist usually has two thousand.</summary>
    public const int Longest = 1 << 20;

    // What dcmtk calls its worklist files: DICOM has no class of stored objects for them.
    private const string MediaStorageSopClass = "1.2.276.0.7230010.3.1.0.1";

    private const int MostElements = 20_000, DeepestSequence = 16;
    private const long MostMemory = 32L << 20;

    /// <exception cref="DicomFileException">It cannot be written.</exception>
    public static byte[] Write(DicomDataset content)
    {
        using var bytes = new MemoryStream();
        content.Write(bytes, DicomTransferSyntax.ExplicitVRLittleEndian);
        return bytes.ToArray();
    }

    /// <exception cref="DicomFileException">The bytes are no data set, or one beyond the bounds.</exception>
    public static DicomDataset Read(ReadOnlyMemory<byte> bytes, FileReading reading) =>
        DicomDataset.Read(bytes, DicomTransferSyntax.ExplicitVRLittleEndian, Bounded(reading));

    public static byte[] WriteFile(DicomDataset content)
    {
        var meta = new DicomDatasetBuilder(encoding: DicomEncoding.Ascii)
            .AddOrUpdate(DicomTag.MediaStorageSOPClassUID, DicomVR.UI, MediaStorageSopClass).Build();
        using var bytes = new MemoryStream();
        DicomFile.Create(content, DicomTransferSyntax.ExplicitVRLittleEndian, meta).Save(bytes);
        return bytes.ToArray();
    }

    /// <exception cref="DicomFileException">The bytes are no DICOM file, or one that is not whole, or beyond the bounds.</exception>
    public static DicomDataset ReadFile(ReadOnlyMemory<byte> bytes, FileReading reading)
    {
        var file = DicomFile.Open(bytes, Bounded(reading));
        if (file.IsPartial) throw new DicomFileException(DicomFileError.Truncated, file.PartialReason!);
        return file.Dataset.Any(item => item.Tag.IsOfDataset) ? file.Dataset
            : throw new DicomFileException(DicomFileError.NotDicom, "There is nothing in it");
    }

    private static DicomReadOptions Bounded(FileReading reading) => reading.Whole with
    {
        MaxElements = MostElements, MaxDepth = DeepestSequence, MaxMemory = MostMemory, MaxInflatedSize = Longest,
    };
}
