using EventDicom.Support;
using Xunit.Abstractions;

namespace EventDicom.Dicom.Tests.Codecs;

/// <summary>The JPEG and RLE files among the shared samples, the first two frames of each.</summary>
public sealed class AgreeingWithDcmtkOnSamples(ITestOutputHelper output)
{
    [ImageToolsFact]
    public void decodes_the_shared_samples_as_dcmtk_does()
    {
        var compared = 0;
        foreach (var name in SharedData.FilesIn("dicom/corner-cases"))
        {
            var bytes = File.ReadAllBytes(SharedData.PathOf("dicom/corner-cases", name));
            if (Open(bytes) is not { } file || DicomCodecs.Find(file.TransferSyntax) is not { } codec
                || codec is not (JpegCodec or RleCodec))
                continue;

            if (ImageTools.TryConvert(bytes, codec is RleCodec ? "dcmdrle" : "dcmdjpeg") is not { } converted)
            {
                output.WriteLine($"{name}: not readable for DCMTK");
                continue;
            }

            var theirs = DicomPixelData.Create(DicomFile.Open(converted));
            var ours = DicomPixelData.Create(file);
            foreach (var frame in Enumerable.Range(0, Math.Min(2, ours.NumberOfFrames)))
            {
                var (our, their) = (Frame(ours.DecodeFrame(frame)), Frame(theirs.DecodeFrame(frame)));
                var what = $"{name}, {file.TransferSyntax}, frame {frame}";
                output.WriteLine(what);
                our.Samples.ShouldBe(their.Samples, what);
                compared++;
            }
        }

        compared.ShouldBeGreaterThan(SharedData.Folder is null ? -1 : 0);
    }

    private static TestFrame Frame(DicomFrame frame) => new(frame.Format, frame.Samples.ToArray());

    private static DicomFile? Open(byte[] bytes)
    {
        try
        {
            return DicomFile.Open(bytes);
        }
        catch (DicomFileException)
        {
            return null;
        }
    }
}
