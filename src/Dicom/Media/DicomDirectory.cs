using System.Buffers.Binary;
using System.Text;

namespace EventDicom.Dicom;

/// <summary>
/// Writes a DICOMDIR (PS3.3 annex F, PS3.10 section 8.6): the records of a file-set, linked to each other by offsets. A record is written
/// when its file is added and only its links are changed later, so the number of files is bounded by the disk alone (and by 4 GB, which
/// offsets cannot exceed).
/// </summary>
public sealed class DicomDirectory
{
    // Where links lie in a record, in bytes from its item tag: the record begins with (0004,1400), (0004,1410) and (0004,1420).
    private const int NextOffset = 16, LowerOffset = 38;
    private const int ItemHeader = 8;

    private readonly Stream _output;
    private readonly Node _root;
    private readonly long _lastRootAt;
    private readonly long _sequenceLengthAt;

    /// <param name="output">Seekable and empty; left open.</param>
    /// <param name="fileSetId">FileSetID (0004,1130): up to 16 characters A to Z, 0 to 9 and underscore.</param>
    public DicomDirectory(Stream output, string fileSetId)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (output.Position != 0)
            throw new ArgumentException("A DICOMDIR starts at the beginning of its stream", nameof(output));

        _output = output;
        WriteFileMetaInformation();
        var head = new DicomDatasetBuilder(encoding: DicomEncoding.Ascii)
            .AddOrUpdate(DicomTag.FileSetID, DicomVR.CS, fileSetId)
            .AddOrUpdate(DicomTag.OffsetOfTheFirstDirectoryRecordOfTheRootDirectoryEntity, DicomVR.UL, "0")
            .AddOrUpdate(DicomTag.OffsetOfTheLastDirectoryRecordOfTheRootDirectoryEntity, DicomVR.UL, "0")
            .AddOrUpdate(DicomTag.FileSetConsistencyFlag, DicomVR.US, "0")
            .AddOrUpdate(new DicomSequence(DicomTag.DirectoryRecordSequence, []))
            .Build();
        DicomWriter.Write(output, head, DicomTransferSyntax.ExplicitVRLittleEndian, DicomWriteOptions.Default);

        // From the end of that: the length of the sequence, its header, 10 bytes of consistency flag, two offsets of 12 bytes.
        _sequenceLengthAt = output.Position - sizeof(uint);
        _lastRootAt = output.Position - 12 - 10 - sizeof(uint);
        _root = new Node(_lastRootAt - 12);
    }

    /// <summary>Adds the record of a file, and those of its patient, study and series that are not there yet.</summary>
    /// <exception cref="DicomFileException">The directory would be longer than offsets can say.</exception>
    public void Add(DicomDirectoryEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var patient = Below(_root, entry.PatientId, entry.Patient);
        var study = Below(patient, entry.StudyInstanceUid, entry.Study);
        var series = Below(study, entry.SeriesInstanceUid, entry.Series);
        Link(series, Append(entry.Instance));
    }

    /// <summary>Says where the first and last patient are and how long the records are: the file is complete, the position at its
    /// end.</summary>
    public void Complete()
    {
        var end = _output.Position;
        Patch(_lastRootAt, _root.LastChild);
        Patch(_sequenceLengthAt, end - _sequenceLengthAt - sizeof(uint));
        _output.Position = end;
    }

    private Node Below(Node parent, string key, byte[] record)
    {
        if (parent.Children.TryGetValue(key, out var known))
            return known;

        var at = Append(record);
        Link(parent, at);
        return parent.Children[key] = new Node(at + LowerOffset);
    }

    private long Append(byte[] record)
    {
        var at = _output.Position;
        if (at + ItemHeader + record.Length > uint.MaxValue)
            throw new DicomFileException(DicomFileError.TooLarge, "A DICOMDIR cannot be longer than 4 GB");

        Span<byte> header = stackalloc byte[ItemHeader];
        BinaryPrimitives.WriteUInt32LittleEndian(header, 0xE000FFFE); // (FFFE,E000)
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], record.Length);
        _output.Write(header);
        _output.Write(record);
        return at;
    }

    private void Link(Node parent, long child)
    {
        Patch(parent.LastChild == 0 ? parent.FirstChildAt : parent.LastChild + NextOffset, child);
        parent.LastChild = child;
    }

    private void Patch(long at, long value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, checked((uint)value));
        var end = _output.Position;
        _output.Position = at;
        _output.Write(bytes);
        _output.Position = end;
    }

    private void WriteFileMetaInformation()
    {
        var identifiers = new DicomDatasetBuilder(encoding: DicomEncoding.Ascii)
            .AddOrUpdate(DicomTag.SOPClassUID, DicomVR.UI, "1.2.840.10008.1.3.10") // Media Storage Directory Storage
            .AddOrUpdate(DicomTag.SOPInstanceUID, DicomVR.UI, DicomUIDGenerator.Generate())
            .Build();
        FileMetaInformation.Write(_output, FileMetaInformation.Of(identifiers, DicomTransferSyntax.ExplicitVRLittleEndian, before: null));
    }

    /// <summary>A record that has others below it, or the directory itself.</summary>
    /// <param name="firstChildAt">Where the offset of the first of them is written.</param>
    private sealed class Node(long firstChildAt)
    {
        public Dictionary<string, Node> Children { get; } = [];

        public long FirstChildAt { get; } = firstChildAt;

        public long LastChild { get; set; }
    }
}
