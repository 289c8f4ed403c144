namespace EventDicom.Dicom;

/// <summary>Group 0002 of files that are written here (PS3.10 section 7.1).</summary>
internal static class FileMetaInformation
{
    /// <summary>PS3.7 annex D.3.3.2: who wrote the file. Fixed for ever.</summary>
    public const string ImplementationClassUID = "2.25.258561234672035306915280133630860561987";

    /// <summary>At most 16 characters.</summary>
    public const string ImplementationVersionName = "EVENTDICOM_0_1";

    private const int PreambleLength = 128;

    /// <summary>What the standard wants said about a data set, with everything else that was said before.</summary>
    public static DicomDataset Of(DicomDataset dataset, DicomTransferSyntax syntax, DicomDataset? before)
    {
        var meta = before is { Count: > 0, Syntax.IsBigEndian: false, Syntax.IsExplicitVR: true }
            ? new DicomDatasetBuilder(before) : new DicomDatasetBuilder(encoding: DicomEncoding.Ascii);
        meta.RemoveAll(item => item.Tag.Group != 0x0002);
        meta.AddOrUpdate(DicomTag.FileMetaInformationGroupLength, DicomVR.UL, "0");
        meta.AddOrUpdate(DicomTag.FileMetaInformationVersion, DicomVR.OB, new byte[] { 0, 1 });
        meta.AddOrUpdate(DicomTag.MediaStorageSOPClassUID, DicomVR.UI, Uid(dataset, DicomTag.SOPClassUID));
        meta.AddOrUpdate(DicomTag.MediaStorageSOPInstanceUID, DicomVR.UI, Uid(dataset, DicomTag.SOPInstanceUID));
        meta.AddOrUpdate(DicomTag.TransferSyntaxUID, DicomVR.UI, syntax.UID);
        meta.AddOrUpdate(DicomTag.ImplementationClassUID, DicomVR.UI, ImplementationClassUID);
        meta.AddOrUpdate(DicomTag.ImplementationVersionName, DicomVR.SH, ImplementationVersionName);
        return meta.Build();
    }

    public static void Write(Stream stream, DicomDataset meta)
    {
        stream.Write(new byte[PreambleLength]);
        stream.Write("DICM"u8);
        DicomWriter.Write(stream, meta, DicomTransferSyntax.ExplicitVRLittleEndian, DicomWriteOptions.Default);
    }

    private static string Uid(DicomDataset dataset, DicomTag tag) => dataset.TryGetString(tag, out var uid) ? uid : "";
}
