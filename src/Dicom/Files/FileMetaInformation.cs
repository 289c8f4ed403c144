namespace EventDicom.Dicom;

/// <summary>Group 0002 of files that are written here (PS3.10 section 7.1).</summary>
internal static class FileMetaInformation
{
    private const int PreambleLength = 128;

    /// <summary>What the standard wants said about a data set, with everything else that was said before.</summary>
    public static DicomDataset Of(DicomDataset dataset, DicomTransferSyntax syntax, DicomDataset? before)
    {
        var meta = before is { Count: > 0, Syntax.IsBigEndian: false, Syntax.IsExplicitVR: true }
            ? new DicomDatasetBuilder(before) : new DicomDatasetBuilder(encoding: DicomEncoding.Ascii);
        meta.RemoveAll(item => item.Tag.Group != 0x0002);
        meta.AddOrUpdate(DicomTag.FileMetaInformationGroupLength, DicomVR.UL, "0");
        meta.AddOrUpdate(DicomTag.FileMetaInformationVersion, DicomVR.OB, new byte[] { 0, 1 });
        var sopClass = Uid(dataset, DicomTag.SOPClassUID);
        // A data set of no stored object, such as a worklist, has no class of its own: what was said before stays.
        if (sopClass.Length > 0 || !meta.Contains(DicomTag.MediaStorageSOPClassUID))
            meta.AddOrUpdate(DicomTag.MediaStorageSOPClassUID, DicomVR.UI, sopClass);
        meta.AddOrUpdate(DicomTag.MediaStorageSOPInstanceUID, DicomVR.UI, Uid(dataset, DicomTag.SOPInstanceUID));
        meta.AddOrUpdate(DicomTag.TransferSyntaxUID, DicomVR.UI, syntax.UID);
        meta.AddOrUpdate(DicomTag.ImplementationClassUID, DicomVR.UI, DicomImplementation.ClassUID);
        meta.AddOrUpdate(DicomTag.ImplementationVersionName, DicomVR.SH, DicomImplementation.VersionName);
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
