using EventDicom.Support;

namespace EventDicom.Dicom.Tests.Fuzz;

/// <summary>Sound files to damage: one of each kind that is made here, and the small ones of the shared samples where they are.</summary>
internal static class FuzzSeeds
{
    private const int LargestSample = 80_000;

    public static IReadOnlyList<byte[]> All { get; } = [.. Made(), .. Samples()];

    private static IEnumerable<byte[]> Made()
    {
        var code = SyntheticDataset.Empty.With(DicomTag.CodeValue, "SH", "C1").With(DicomTag.CodeMeaning, "LO", "meaning");
        var inner = SyntheticDataset.Empty.With(DicomTag.ReferencedSOPInstanceUID, "UI", "1.2.3")
            .WithSequence(DicomTag.PurposeOfReferenceCodeSequence, code, code)
            .WithDelimitedSequence(DicomTag.ConceptCodeSequence, code);
        var rich = SyntheticInstance.Create()
            .With(DicomTag.SpecificCharacterSet, "CS", "\\ISO 2022 IR 87")
            .With(new DicomTag(0x0009, 0x0010), "LO", "GEMS_IDEN_01").With(new DicomTag(0x0009, 0x1001), "LO", "private")
            .With(new DicomTag(0x0009, 0x1099), "FD", "1.5\\2.5").With(new DicomTag(0x0009, 0x109A), "UV", "1")
            .With(new DicomTag(0x0009, 0x109B), "UC", "text")
            .With(DicomTag.FrameIncrementPointer, "AT", "0018,1063")
            .WithSequence(DicomTag.ReferencedImageSequence, inner, inner)
            .WithDelimitedSequence(DicomTag.ReferencedStudySequence, inner)
            .WithBytes(DicomTag.SourceImageSequence, "UN",
                [0xFE, 0xFF, 0x00, 0xE0, 0, 0, 0, 0, 0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0], 0xFFFFFFFF);

        string[] syntaxes =
        [
            SyntheticInstance.ImplicitVRLittleEndian, SyntheticInstance.ExplicitVRLittleEndian, SyntheticInstance.ExplicitVRBigEndian,
            SyntheticInstance.DeflatedExplicitVRLittleEndian, SyntheticInstance.GEPrivateImplicitVRBigEndian,
        ];
        foreach (var syntax in syntaxes)
        {
            var instance = rich.WithTransferSyntax(syntax).WithImage(8, 8);
            yield return instance.ToBytes();
            yield return (instance with { HasPreamble = false }).ToBytes();
            if (syntax != SyntheticInstance.DeflatedExplicitVRLittleEndian)
                yield return (instance with { HasPreamble = false, HasFileMetaInfo = false }).ToBytes();
        }

        yield return rich.WithEncapsulatedImage(SyntheticInstance.JPEGProcess1, 8, 8, [1, 2, 3, 4], [5, 6, 7, 8]).ToBytes();
    }

    private static IEnumerable<byte[]> Samples() => SharedData.FilesIn("dicom")
        .Select(file => SharedData.PathOf("dicom", file))
        .Where(path => new FileInfo(path).Length <= LargestSample)
        .Select(File.ReadAllBytes);
}
