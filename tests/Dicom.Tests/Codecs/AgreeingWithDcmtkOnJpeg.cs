using Xunit.Abstractions;

namespace EventDicom.Dicom.Tests.Codecs;

/// <summary>Streams that dcmcjpeg writes give the samples that dcmdjpeg reads from them; and both DCMTK and GDCM read ours.</summary>
public sealed class AgreeingWithDcmtkOnJpeg(ITestOutputHelper output)
{
    public static TheoryData<string, string> Streams { get; } = new()
    {
        { "gray 8", "+eb" }, { "gray 8", "+eb -ho" }, { "gray 8", "+ee" }, { "gray 8", "+es" }, { "gray 8", "+ep" },
        { "gray 8", "+eb +q 30" },
        { "gray 12", "+ee" }, { "gray 12", "+ee +bt" }, { "gray 12", "+es +bt" }, { "gray 12", "+ep +bt" }, { "gray 16", "+ee +bt" },
        { "color", "+eb" }, { "color", "+eb +s4" }, { "color", "+eb +n2" }, { "color", "+eb +n1" }, { "color", "+eb +np" },
        { "color", "+eb +cr" },
        { "color", "+ep" }, { "color", "+ep +s4" }, { "color", "+es +n1" },
    };

    public static TheoryData<string, string> LosslessStreams { get; } = new()
    {
        { "gray 8", "+e1" }, { "gray 12", "+e1" }, { "gray 16", "+e1" }, { "signed 12", "+e1" }, { "signed 16", "+e1" },
        { "signed 8", "+e1" }, { "color", "+e1" },
        { "gray 16", "+el +sv 1" }, { "gray 16", "+el +sv 2" }, { "gray 16", "+el +sv 3" }, { "gray 16", "+el +sv 4" },
        { "gray 16", "+el +sv 5" },
        { "gray 16", "+el +sv 6" }, { "gray 16", "+el +sv 7" }, { "color", "+el +sv 1" }, { "color", "+el +sv 4" },
        { "color", "+el +sv 5" }, { "color", "+el +sv 7" },
        { "noise 16", "+e1" }, { "noise 16", "+el +sv 7" }, { "gray 12", "+el +sv 7 +pl +pt 2" }, { "gray 8", "+el +sv 4 +pl +pt 1" },
        { "gray 12", "+el +sv 2 +pl" },
    };

    [ImageToolsTheory]
    [MemberData(nameof(Streams))]
    public void decodes_lossy_streams_to_the_bit(string image, string options)
    {
        var (ours, theirs) = DecodeBoth(image, options);

        ours.Samples.ShouldBe(theirs.Samples);
        ours.Format.PhotometricInterpretation.ShouldBe(image == "color" ? "RGB" : "MONOCHROME2");
    }

    [ImageToolsTheory]
    [MemberData(nameof(LosslessStreams))]
    public void decodes_lossless_streams_exactly(string image, string options)
    {
        var (ours, theirs) = DecodeBoth(image, options);

        ours.Samples.ShouldBe(theirs.Samples);
        if (!options.Contains("+pt", StringComparison.Ordinal) && !options.Contains("+pl", StringComparison.Ordinal))
            ours.Samples.ShouldBe(Image(image).Samples);
    }

    [ImageToolsTheory]
    [InlineData("gray 8")]
    [InlineData("gray 12")]
    [InlineData("gray 16")]
    [InlineData("signed 8")]
    [InlineData("signed 12")]
    [InlineData("signed 16")]
    [InlineData("noise 16")]
    [InlineData("color")]
    public void writes_lossless_streams_that_others_read(string image)
    {
        var frame = Image(image);
        foreach (var syntax in new[] { DicomTransferSyntax.JPEGProcess14, DicomTransferSyntax.JPEGProcess14SV1 })
        {
            var (format, stream) = frame.Encode(syntax);
            var file = TestFrame.ToInstance(syntax, format, stream).ToBytes();
            foreach (var read in new[] { CodecFiles.Uncompressed(ImageTools.Convert(file, "dcmdjpeg")),
                CodecFiles.Uncompressed(ImageTools.Convert(file, "gdcmconv", "--raw")) })
                Values(read, frame.Format).ShouldBe(Values(frame, frame.Format), $"{syntax}");
        }
    }

    [ImageToolsTheory]
    [InlineData("gray 8", 90)]
    [InlineData("gray 8", 100)]
    [InlineData("gray 8", 5)]
    [InlineData("gray 12", 90)]
    [InlineData("gray 12", 100)]
    [InlineData("color", 90)]
    [InlineData("color", 30)]
    public void writes_lossy_streams_that_others_read_as_we_do(string image, int quality)
    {
        var frame = Image(image);
        var syntax = image == "gray 12" ? DicomTransferSyntax.JPEGProcess2_4 : DicomTransferSyntax.JPEGProcess1;
        var (format, stream) = frame.Encode(syntax, new() { JpegQuality = quality });
        var ours = TestFrame.Decode(syntax, stream, format);
        output.WriteLine($"{image} {quality}: {stream.Length} of {frame.Samples.Length}, off by {ours.LargestDifference(frame)}");

        var file = TestFrame.ToInstance(syntax, format, stream).ToBytes();
        CodecFiles.Uncompressed(ImageTools.Convert(file, "dcmdjpeg")).Samples.ShouldBe(ours.Samples);
    }

    private static (TestFrame Ours, TestFrame Theirs) DecodeBoth(string image, string options)
    {
        var compressed = ImageTools.Convert(Image(image).ToInstance().ToBytes(), "dcmcjpeg", options.Split(' '));
        var (syntax, format, stream) = CodecFiles.Compressed(compressed);
        return (TestFrame.Decode(syntax, stream, format), CodecFiles.Uncompressed(ImageTools.Convert(compressed, "dcmdjpeg")));
    }

    // Bits above those that are stored are not part of a value; GDCM clears them.
    private static int[] Values(TestFrame frame, DicomPixelFormat format)
    {
        var bytes = format.BitsAllocated / 8;
        return [.. Enumerable.Range(0, frame.Samples.Length / bytes)
            .Select(i => (bytes == 1 ? frame.Samples[i] : BitConverter.ToUInt16(frame.Samples, i * 2)) & ((1 << format.BitsStored) - 1))];
    }

    private static TestFrame Image(string name) => name switch
    {
        "gray 8" => TestFrame.Gray(101, 67, 8, 8),
        "gray 12" => TestFrame.Gray(101, 67, 16, 12),
        "gray 16" => TestFrame.Gray(101, 67, 16, 16),
        "signed 8" => TestFrame.Gray(101, 67, 8, 8, isSigned: true),
        "signed 12" => TestFrame.Gray(101, 67, 16, 12, isSigned: true),
        "signed 16" => TestFrame.Gray(101, 67, 16, 16, isSigned: true),
        "noise 16" => TestFrame.Noise(TestFrame.Describe(101, 67, 1, 16, 16, isSigned: false, "MONOCHROME2"), 1),
        _ => TestFrame.Color(102, 67),
    };
}
