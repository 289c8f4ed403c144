namespace EventDicom.Dicom;

/// <summary>What a DICOMDIR says of one file: the records of its patient, study and series and its own (PS3.3 section F.5), ready to be
/// written.</summary>
public sealed class DicomDirectoryEntry
{
    private static readonly DicomTag[] s_extendedSeries = [DicomTag.SeriesDescription];

    private readonly DicomDataset _dataset;

    private DicomDirectoryEntry(DicomFile file, string referencedFileId, bool extended)
    {
        _dataset = file.Dataset;
        PatientId = TextOf(DicomTag.PatientID);
        StudyInstanceUid = TextOf(DicomTag.StudyInstanceUID);
        SeriesInstanceUid = TextOf(DicomTag.SeriesInstanceUID);
        Patient = Encode("PATIENT", [DicomTag.PatientID], [DicomTag.PatientName], []);
        Study = Encode("STUDY", [DicomTag.StudyDate, DicomTag.StudyTime, DicomTag.StudyID, DicomTag.StudyInstanceUID],
            [DicomTag.StudyDescription, DicomTag.AccessionNumber], []);
        Series = Encode("SERIES", [DicomTag.Modality, DicomTag.SeriesInstanceUID, DicomTag.SeriesNumber], [],
            extended ? s_extendedSeries : []);

        var type = DicomDirectoryRecordType.Of(_dataset);
        Instance = Encode(type.Name, type.Required, type.Known, type.Conditional, record =>
        {
            if (type.Name == "PRIVATE")
                record.AddOrUpdate(DicomTag.PrivateRecordUID, DicomVR.UI, DicomImplementation.ClassUID + ".1");
            record.AddOrUpdate(DicomTag.ReferencedFileID, DicomVR.CS, referencedFileId);
            record.AddOrUpdate(DicomTag.ReferencedSOPClassUIDInFile, DicomVR.UI, TextOf(DicomTag.SOPClassUID));
            record.AddOrUpdate(DicomTag.ReferencedSOPInstanceUIDInFile, DicomVR.UI, TextOf(DicomTag.SOPInstanceUID));
            record.AddOrUpdate(DicomTag.ReferencedTransferSyntaxUIDInFile, DicomVR.UI, file.TransferSyntax.UID);
        });
    }

    internal string PatientId { get; }

    internal string StudyInstanceUid { get; }

    internal string SeriesInstanceUid { get; }

    internal byte[] Patient { get; }

    internal byte[] Study { get; }

    internal byte[] Series { get; }

    internal byte[] Instance { get; }

    /// <param name="file">Read up to its pixels at least; not needed any more afterwards.</param>
    /// <param name="referencedFileId">ReferencedFileID (0004,1500): the path from the DICOMDIR, up to eight components of up to eight of A
    /// to Z, 0 to 9 and underscore, joined by backslashes.</param>
    /// <param name="extended">Whether to add SeriesDescription, which the standard does not ask for.</param>
    /// <returns><c>null</c> where no record can refer to the file: it has no SOP class or no identifiers of its own, its series or its
    /// study (PS3.3 table F.3-3).</returns>
    public static DicomDirectoryEntry? TryCreate(DicomFile file, string referencedFileId, bool extended = false)
    {
        ArgumentNullException.ThrowIfNull(file);
        foreach (var tag in (ReadOnlySpan<DicomTag>)[DicomTag.SOPClassUID, DicomTag.SOPInstanceUID, DicomTag.StudyInstanceUID,
            DicomTag.SeriesInstanceUID])
            if (!file.Dataset.TryGetString(tag, out var uid) || uid.Length == 0) return null;

        return new(file, referencedFileId, extended);
    }

    private byte[] Encode(string type, DicomTag[] required, DicomTag[] known, DicomTag[] conditional,
        Action<DicomDatasetBuilder>? more = null)
    {
        var record = new DicomDatasetBuilder(encoding: _dataset.Encoding)
            .AddOrUpdate(DicomTag.OffsetOfTheNextDirectoryRecord, DicomVR.UL, "0")
            .AddOrUpdate(DicomTag.RecordInUseFlag, DicomVR.US, "65535") // in use
            .AddOrUpdate(DicomTag.OffsetOfReferencedLowerLevelDirectoryEntity, DicomVR.UL, "0")
            .AddOrUpdate(DicomTag.DirectoryRecordType, DicomVR.CS, type);
        foreach (var tag in required)
            if (!Copy(tag, record) && Invented(record.VROf(tag)) is { } value) record.AddOrUpdate(tag, value);
        foreach (var tag in known)
            if (!Copy(tag, record)) SetEmpty(tag, record);
        foreach (var tag in conditional)
            Copy(tag, record);
        more?.Invoke(record);
        Copy(DicomTag.SpecificCharacterSet, record);

        using var bytes = new MemoryStream(256);
        DicomWriter.Write(bytes, record.Build(), DicomTransferSyntax.ExplicitVRLittleEndian, DicomWriteOptions.Default);
        return bytes.ToArray();
    }

    // False where the file has no value.
    private bool Copy(DicomTag tag, DicomDatasetBuilder record)
    {
        if (tag == DicomTag.VerificationDateTime) return CopyVerification(record);
        switch (_dataset.Find(tag))
        {
            case DicomSequence sequence:
                var items = tag == DicomTag.ContentSequence ? sequence.Items.Where(IsModifier) : sequence.Items;
                var plain = new DicomSequence(tag, [.. items.Select(Plain)]);
                if (plain.Items.Count > 0) record.AddOrUpdate(plain);
                return plain.Items.Count > 0;
            case DicomElement { Length: > 0, IsSkipped: false, VR.IsString: true } element:
                var bytes = Plain(element, _dataset);
                if (bytes.Length > 0) record.AddOrUpdate(tag, record.VROf(tag), bytes);
                return bytes.Length > 0;
            case DicomElement element when _dataset.TryGetString(element, out var text) && text.Length > 0:
                record.AddOrUpdate(tag, text);
                return true;
            default:
                return false;
        }
    }

    // PS3.3 table F.5-25: of the last verification.
    private bool CopyVerification(DicomDatasetBuilder record)
    {
        if (_dataset.Find(DicomTag.VerifyingObserverSequence) is not DicomSequence { Items: [.., var last] }
            || !last.TryGetString(DicomTag.VerificationDateTime, out var at) || at.Length == 0) return false;
        record.AddOrUpdate(DicomTag.VerificationDateTime, at);
        return true;
    }

    // PS3.3 table F.5-25: of the content only what modifies the title.
    private static bool IsModifier(DicomDataset item) =>
        item.TryGetString(DicomTag.RelationshipType, out var type) && type == "HAS CONCEPT MOD";

    // A key of type 1 needs some value, also for a file without one.
    private static string? Invented(DicomVR vr) => vr.Code switch
    {
        "DA" => "19000101",
        "TM" => "000000",
        "IS" or "DS" or "US" or "UL" => "1",
        "SQ" => null,
        _ => "UNKNOWN",
    };

    private static void SetEmpty(DicomTag tag, DicomDatasetBuilder record)
    {
        var vr = record.VROf(tag);
        if (vr == DicomVR.SQ) record.AddOrUpdate(new DicomSequence(tag, []));
        else record.AddOrUpdate(tag, vr, ReadOnlyMemory<byte>.Empty);
    }

    // Letters beyond ASCII are left out, as Orthanc does: readers refuse a directory that has some and no character set at its top. Padding
    // is dropped, as some files pad text with NUL, which is legal for UIDs only (PS3.5 section 6.2); the writer pads anew.
    private static byte[] Plain(DicomElement element, DicomDataset dataset)
    {
        var text = element.VR.IsStringEncoded && dataset.TryGetString(element, out var decoded)
            ? decoded : System.Text.Encoding.Latin1.GetString(element.GetBytes().Span);
        var values = element.VR == DicomVR.ST || element.VR == DicomVR.LT || element.VR == DicomVR.UT ? [text] : text.Split('\\');
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = string.Concat(values[i].Where(c => c is >= ' ' and <= '~')).Trim(' ');
            if (element.VR == DicomVR.PN) values[i] = values[i].TrimEnd('=', '^', ' ');
        }

        return System.Text.Encoding.ASCII.GetBytes(string.Join('\\', values));
    }

    private static DicomDataset Plain(DicomDataset item)
    {
        var plain = new DicomDatasetBuilder(item);
        foreach (var inner in item)
        {
            if (inner is DicomSequence sequence)
                plain.AddOrUpdate(new DicomSequence(sequence.Tag, [.. sequence.Items.Select(Plain)]));
            else if (inner is DicomElement { Length: > 0, IsSkipped: false, VR.IsString: true } element)
                plain.AddOrUpdate(element.Tag, element.VR, Plain(element, item));
        }

        return plain.Build();
    }

    private string TextOf(DicomTag tag) => _dataset.TryGetString(tag, out var text) ? text : "";
}
