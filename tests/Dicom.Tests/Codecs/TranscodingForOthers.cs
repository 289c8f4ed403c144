namespace EventDicom.Dicom.Tests.Codecs;

/// <summary>What we transcode, the tools of DCMTK and GDCM read with the same samples; what they transcode, we do.</summary>
public sealed class TranscodingForOthers
{
    public static TheoryData<string, string> Writers => new()
    {
        { DicomTransferSyntax.ImplicitVRLittleEndian.UID, "dcmconv +te" },
        { DicomTransferSyntax.ExplicitVRBigEndian.UID, "dcmconv +te" },
        { DicomTransferSyntax.DeflatedExplicitVRLittleEndian.UID, "dcmconv +te" },
        { DicomTransferSyntax.RLELossless.UID, "dcmdrle" },
        { DicomTransferSyntax.RLELossless.UID, "gdcmconv --raw" },
        { DicomTransferSyntax.JPEGProcess14.UID, "dcmdjpeg" },
        { DicomTransferSyntax.JPEGProcess14SV1.UID, "dcmdjpeg" },
        { DicomTransferSyntax.JPEGProcess14SV1.UID, "gdcmconv --raw" },
        { DicomTransferSyntax.JPEGLSLossless.UID, "dcmdjpls" },
        { DicomTransferSyntax.JPEGLSLossless.UID, "gdcmconv --raw" },
        { DicomTransferSyntax.JPEG2000Lossless.UID, "gdcmconv --raw" },
    };

    public static TheoryData<string> Readers =>
        new(["dcmconv +ti", "dcmconv +tb", "dcmconv +td", "dcmcrle", "dcmcjpeg +e1", "dcmcjpeg +el", "dcmcjpls", "gdcmconv --j2k",
            "gdcmconv --rle", "gdcmconv --jpeg"]);

    [NativeCodecsTheory(withImageTools: true)]
    [MemberData(nameof(Writers))]
    public void writes_what_others_read(string syntax, string command)
    {
        var tool = command.Split(' ');
        foreach (var source in Sources())
        {
            var transcoded = ToBytes(DicomTranscoder.Transcode(DicomFile.Open(source), DicomTransferSyntax.Lookup(syntax)).File);

            PixelsOf(ImageTools.Convert(transcoded, tool[0], tool[1..])).ShouldBe(PixelsOf(source), command);
        }
    }

    [NativeCodecsTheory(withImageTools: true)]
    [MemberData(nameof(Readers))]
    public void reads_what_others_write(string command)
    {
        var tool = command.Split(' ');
        foreach (var source in Sources())
        {
            var theirs = DicomFile.Open(ImageTools.Convert(source, tool[0], tool[1..]));

            PixelsOf(ToBytes(DicomTranscoder.Transcode(theirs, DicomTransferSyntax.ExplicitVRLittleEndian).File))
                .ShouldBe(PixelsOf(source), command);
        }
    }

    private static IEnumerable<byte[]> Sources()
    {
        foreach (var make in new Func<int, TestFrame>[]
        {
            seed => TestFrame.Gray(34, 17, 8, 8, seed: seed), seed => TestFrame.Gray(34, 17, 16, 12, seed: seed),
            seed => TestFrame.Gray(34, 17, 16, 16, seed: seed), seed => TestFrame.Color(34, 18, seed: seed),
        })
        {
            var frames = new[] { make(1), make(2), make(3) };
            yield return frames[0].ToInstance().Without(DicomTag.PixelData).With(DicomTag.NumberOfFrames, "IS", "3")
                .WithBytes(DicomTag.PixelData, frames[0].Format.BitsAllocated > 8 ? "OW" : "OB",
                    [.. frames.SelectMany(frame => frame.Samples)]).ToBytes();
        }
    }

    private static byte[] ToBytes(DicomFile file)
    {
        using var stream = new MemoryStream();
        file.Save(stream);
        return stream.ToArray();
    }

    private static byte[] PixelsOf(byte[] native)
    {
        var file = DicomFile.Open(native);
        file.TransferSyntax.IsEncapsulated.ShouldBeFalse();
        file.TransferSyntax.IsBigEndian.ShouldBeFalse();
        return file.Dataset.Find(DicomTag.PixelData).ShouldBeOfType<DicomElement>().GetBytes().ToArray();
    }
}
