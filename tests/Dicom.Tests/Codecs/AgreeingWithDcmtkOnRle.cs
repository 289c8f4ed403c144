namespace EventDicom.Dicom.Tests.Codecs;

/// <summary>DCMTK and GDCM read our RLE frames, and we read theirs.</summary>
public sealed class AgreeingWithDcmtkOnRle
{
    public static TheoryData<string> Images { get; } = ["gray 8", "gray 12", "signed 16", "gray 32", "noise", "color"];

    [ImageToolsTheory]
    [MemberData(nameof(Images))]
    public void decodes_what_dcmcrle_writes(string image)
    {
        var frame = Image(image);
        var (syntax, format, stream) = CodecFiles.Compressed(ImageTools.Convert(frame.ToInstance().ToBytes(), "dcmcrle"));

        syntax.ShouldBe(DicomTransferSyntax.RLELossless);
        TestFrame.Decode(syntax, stream, format).Samples.ShouldBe(frame.Samples);
    }

    [ImageToolsTheory]
    [MemberData(nameof(Images))]
    public void writes_what_others_read(string image)
    {
        var frame = Image(image);
        var (format, stream) = frame.Encode(DicomTransferSyntax.RLELossless);
        var file = TestFrame.ToInstance(DicomTransferSyntax.RLELossless, format, stream).ToBytes();

        CodecFiles.Uncompressed(ImageTools.Convert(file, "dcmdrle")).Samples.ShouldBe(frame.Samples);
        CodecFiles.Uncompressed(ImageTools.Convert(file, "gdcmconv", "--raw")).Samples.ShouldBe(frame.Samples);
    }

    private static TestFrame Image(string name) => name switch
    {
        "gray 8" => TestFrame.Gray(101, 67, 8, 8),
        "gray 12" => TestFrame.Gray(101, 67, 16, 12),
        "signed 16" => TestFrame.Gray(100, 67, 16, 16, isSigned: true),
        "gray 32" => TestFrame.Gray(20, 30, 32, 32),
        "noise" => TestFrame.Noise(TestFrame.Describe(300, 20, 1, 16, 16, isSigned: false, "MONOCHROME2"), 3),
        _ => TestFrame.Color(100, 67),
    };
}
