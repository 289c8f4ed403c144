using EventDicom.Dicom;

namespace EventDicom.Dimse.Scp;

/// <summary>
/// What stands in a file in front of a data set that came over the network: preamble and file meta information (PS3.10 section 7.1).
/// </summary>
internal static class FileHead
{
    private const int PreambleLength = 128;

    /// <param name="source">The title of whoever sent it.</param>
    public static ReadOnlyMemory<byte> Of(string sopClass, string sopInstance, DicomTransferSyntax syntax, string source)
    {
        var meta = new DicomDatasetBuilder(encoding: DicomEncoding.Ascii)
            .AddOrUpdate(DicomTag.FileMetaInformationGroupLength, DicomVR.UL, "0")
            .AddOrUpdate(DicomTag.FileMetaInformationVersion, DicomVR.OB, new byte[] { 0, 1 })
            .AddOrUpdate(DicomTag.MediaStorageSOPClassUID, DicomVR.UI, sopClass)
            .AddOrUpdate(DicomTag.MediaStorageSOPInstanceUID, DicomVR.UI, sopInstance)
            .AddOrUpdate(DicomTag.TransferSyntaxUID, DicomVR.UI, syntax.UID)
            .AddOrUpdate(DicomTag.ImplementationClassUID, DicomVR.UI, DicomImplementation.ClassUID)
            .AddOrUpdate(DicomTag.ImplementationVersionName, DicomVR.SH, DicomImplementation.VersionName)
            .AddOrUpdate(DicomTag.SourceApplicationEntityTitle, DicomVR.AE, source);
        using var head = new MemoryStream();
        head.Write(new byte[PreambleLength]);
        head.Write("DICM"u8);
        meta.Build().Write(head, DicomTransferSyntax.ExplicitVRLittleEndian);
        return head.GetBuffer().AsMemory(0, (int)head.Length);
    }
}
