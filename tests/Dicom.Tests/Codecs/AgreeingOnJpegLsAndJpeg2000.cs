using static EventDicom.Dicom.Tests.Codecs.NativeImages;

namespace EventDicom.Dicom.Tests.Codecs;

/// <summary>What DCMTK and GDCM compress, we read; what we compress, they read.</summary>
public sealed class AgreeingOnJpegLsAndJpeg2000
{
    public static TheoryData<string, string> Compressed
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var image in new[] { "gray 8", "gray 12", "gray 16", "signed 16", "noise 16", "color" })
            {
                foreach (var tool in new[] { "gdcmconv --jpegls", "gdcmconv --j2k", "gdcmconv --j2k --tile 32,48", "dcmcjpls",
                    "dcmcjpls +pc" })
                    cases.Add(image, tool);
            }

            foreach (var tool in new[] { "dcmcjpls +il", "dcmcjpls +is", "dcmcjpls +in", "dcmcjpls +in +pz" })
                cases.Add("color", tool);

            return cases;
        }
    }

    public static TheoryData<string> Decompressed => new(Names.Except(["signed 12 masked", "gray 1 in 8"]));

    [NativeCodecsTheory(withImageTools: true)]
    [MemberData(nameof(Compressed))]
    public void reads_what_others_compress(string image, string command)
    {
        var frame = Image(image);
        var tool = command.Split(' ');
        var file = ImageTools.Convert(frame.ToInstance().ToBytes(), tool[0], tool[1..]);

        var decoded = DicomPixelData.Create(DicomFile.Open(file)).DecodeFrame(0);

        Values(decoded.Samples.ToArray(), frame.Format).ShouldBe(Values(frame.Samples, frame.Format));
        decoded.Format.PhotometricInterpretation.ShouldBe(frame.Format.PhotometricInterpretation);
    }

    [NativeCodecsTheory(withImageTools: true)]
    [InlineData("gray 8", "gdcmconv --jpegls --lossy --allowed-error 3", "dcmdjpls")]
    [InlineData("gray 12", "dcmcjpls +en +md 4", "dcmdjpls")]
    [InlineData("color", "dcmcjpls +en", "dcmdjpls")]
    [InlineData("gray 8", "gdcmconv --j2k --lossy -r 8", "gdcmconv --raw")]
    [InlineData("gray 16", "gdcmconv --j2k --lossy -r 8", "gdcmconv --raw")]
    [InlineData("color", "gdcmconv --j2k --lossy -r 8", "gdcmconv --raw")]
    public void reads_lossy_streams_as_others_do(string image, string command, string reading)
    {
        var (tool, reader) = (command.Split(' '), reading.Split(' '));
        var file = ImageTools.Convert(Image(image).ToInstance().ToBytes(), tool[0], tool[1..]);
        var theirs = CodecFiles.Uncompressed(ImageTools.Convert(file, reader[0], reader[1..]));

        var ours = DicomPixelData.Create(DicomFile.Open(file)).DecodeFrame(0);

        new TestFrame(ours.Format, ours.Samples.ToArray()).LargestDifference(theirs).ShouldBeLessThanOrEqualTo(1);
    }

    [NativeCodecsTheory(withImageTools: true)]
    [MemberData(nameof(Decompressed))]
    public void writes_what_others_read(string image)
    {
        var frame = Image(image);
        var (lsFormat, ls) = frame.Encode(DicomTransferSyntax.JPEGLSLossless);
        var (j2kFormat, j2k) = frame.Encode(DicomTransferSyntax.JPEG2000Lossless);
        var lsFile = TestFrame.ToInstance(DicomTransferSyntax.JPEGLSLossless, lsFormat, ls).ToBytes();
        var j2kFile = TestFrame.ToInstance(DicomTransferSyntax.JPEG2000Lossless, j2kFormat, j2k).ToBytes();
        var expected = Values(frame.Samples, frame.Format);

        Values(CodecFiles.Uncompressed(ImageTools.Convert(lsFile, "dcmdjpls")).Samples, frame.Format).ShouldBe(expected);
        Values(CodecFiles.Uncompressed(ImageTools.Convert(lsFile, "gdcmconv", "--raw")).Samples, frame.Format).ShouldBe(expected);
        Values(CodecFiles.Uncompressed(ImageTools.Convert(j2kFile, "gdcmconv", "--raw")).Samples, frame.Format).ShouldBe(expected);
    }

    /// <summary>Bits above those that are stored are not part of a value: some clear them.</summary>
    private static int[] Values(byte[] samples, DicomPixelFormat format)
    {
        var mask = (1 << format.BitsStored) - 1;
        return format.BitsAllocated == 8
            ? [.. samples.Select(sample => sample & mask)]
            : [.. Enumerable.Range(0, samples.Length / 2).Select(i => BitConverter.ToUInt16(samples, i * 2) & mask)];
    }
}
