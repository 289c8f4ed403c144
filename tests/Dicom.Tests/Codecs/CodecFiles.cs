using System.Globalization;

namespace EventDicom.Dicom.Tests.Codecs;

/// <summary>The pixels in files of one frame.</summary>
internal static class CodecFiles
{
    public static (DicomTransferSyntax Syntax, DicomPixelFormat Format, byte[] Stream) Compressed(byte[] bytes)
    {
        var file = DicomFile.Open(bytes);
        var fragments = file.Dataset.Find(DicomTag.PixelData).ShouldBeOfType<DicomFragmentSequence>();
        return (file.TransferSyntax, Format(file.Dataset),
            [.. Enumerable.Range(1, fragments.Fragments.Count - 1).SelectMany(i => fragments.GetBytes(i).ToArray())]);
    }

    public static TestFrame Uncompressed(byte[] bytes)
    {
        var dataset = DicomFile.Open(bytes).Dataset;
        var format = Format(dataset);
        return new(format, dataset.Find(DicomTag.PixelData).ShouldBeOfType<DicomElement>().GetBytes()[..(int)format.FrameLength].ToArray());
    }

    private static DicomPixelFormat Format(DicomDataset dataset) => TestFrame.Describe(
        Number(dataset, DicomTag.Columns), Number(dataset, DicomTag.Rows), Number(dataset, DicomTag.SamplesPerPixel),
        Number(dataset, DicomTag.BitsAllocated), Number(dataset, DicomTag.BitsStored), Number(dataset, DicomTag.PixelRepresentation) == 1,
        Text(dataset, DicomTag.PhotometricInterpretation)) with { IsPlanar = dataset.Contains(DicomTag.PlanarConfiguration)
        && Number(dataset, DicomTag.PlanarConfiguration) == 1 };

    private static int Number(DicomDataset dataset, DicomTag tag) => int.Parse(Text(dataset, tag), CultureInfo.InvariantCulture);

    private static string Text(DicomDataset dataset, DicomTag tag) => dataset.TryGetString(tag, out var text) ? text
        : throw new InvalidOperationException($"No {tag}");
}
