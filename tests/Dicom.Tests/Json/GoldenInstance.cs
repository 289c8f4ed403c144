using EventDicom.Support;

namespace EventDicom.Dicom.Tests.Json;

/// <summary>A synthetic file, byte for byte as an Orthanc 1.10.1 made it, and what that Orthanc answered about it.</summary>
internal static class GoldenInstance
{
    public static byte[] Pixels { get; } = [0, 50, 100, 150, 200, 10, 20, 30];

    public static byte[] Bytes { get; } = Build().ToBytes();

    public static DicomFile File { get; } = DicomFile.Open(Bytes);

    private static SyntheticInstance Build() => new()
    {
        FileMetaInfo = SyntheticDataset.Empty
            .WithBytes(DicomTag.FileMetaInformationVersion, "OB", [0, 1])
            .With(DicomTag.MediaStorageSOPClassUID, DicomUID.SecondaryCaptureImageStorage)
            .With(DicomTag.MediaStorageSOPInstanceUID, "1.2.3.3")
            .With(DicomTag.ImplementationClassUID, "1.2.276.0.7230010.3.0.3.6.7")
            .With(DicomTag.ImplementationVersionName, "OFFIS_DCMTK_367"),
        Dataset = SyntheticDataset.Empty
            .With(DicomTag.SpecificCharacterSet, "ISO_IR 100")
            .With(DicomTag.InstanceCreationDate, "20200102")
            .With(DicomTag.InstanceCreationTime, "030405")
            .With(DicomTag.SOPClassUID, DicomUID.SecondaryCaptureImageStorage)
            .With(DicomTag.SOPInstanceUID, "1.2.3.3")
            .With(DicomTag.StudyDate, "20200102")
            .With(DicomTag.SeriesDate, "20200102")
            .With(DicomTag.AcquisitionDate, "20200102")
            .With(DicomTag.ContentDate, "20200102")
            .With(DicomTag.StudyTime, "030405")
            .With(DicomTag.SeriesTime, "030405")
            .With(DicomTag.AcquisitionTime, "030405")
            .With(DicomTag.ContentTime, "030405")
            .With(DicomTag.AccessionNumber, "")
            .With(DicomTag.Modality, "OT")
            .With(DicomTag.StudyDescription, "Étude")
            .WithSequence(DicomTag.ReferencedStudySequence, SyntheticDataset.Empty
                .With(DicomTag.ReferencedSOPClassUID, "1.2.840.10008.3.1.2.3.1")
                .With(DicomTag.ReferencedSOPInstanceUID, "1.2.3.1"))
            .WithBytes(new DicomTag(0x0009, 0x0010), "UN", "GOLDCREATOR\0"u8.ToArray())
            .With(DicomTag.PatientName, "Gold^Test")
            .With(DicomTag.PatientID, "GOLD")
            .With(DicomTag.PatientComments, new string('x', 257))
            .With(DicomTag.StudyInstanceUID, "1.2.3.1")
            .With(DicomTag.SeriesInstanceUID, "1.2.3.2")
            .With(DicomTag.InstanceNumber, "1")
            .With(DicomTag.SamplesPerPixel, "1")
            .With(DicomTag.PhotometricInterpretation, "MONOCHROME2")
            .With(DicomTag.Rows, "2")
            .With(DicomTag.Columns, "4")
            .With(DicomTag.BitsAllocated, "8")
            .With(DicomTag.BitsStored, "8")
            .With(DicomTag.HighBit, "7")
            .With(DicomTag.PixelRepresentation, "0")
            .With(DicomTag.WindowCenter, "100")
            .With(DicomTag.WindowWidth, "100")
            .WithBytes(DicomTag.PixelData, "OW", Pixels),
    };
}
