using System.Buffers.Binary;
using static EventDicom.Dicom.Tests.Codecs.NativeImages;

namespace EventDicom.Dicom.Tests.Codecs;

public sealed class CodingJpeg2000
{
    public static TheoryData<string> All => new(Names);

    [NativeCodecsTheory]
    [MemberData(nameof(All))]
    public void loses_no_bit(string image)
    {
        var frame = Image(image);

        var (format, stream) = frame.Encode(DicomTransferSyntax.JPEG2000Lossless);

        format.PhotometricInterpretation.ShouldBe(image == "color" ? "YBR_RCT" : "MONOCHROME2");
        var decoded = TestFrame.Decode(DicomTransferSyntax.JPEG2000Lossless, stream, format);
        decoded.Samples.ShouldBe(frame.Samples);
        decoded.Format.ShouldBe(frame.Format);
    }

    [NativeCodecsTheory]
    [InlineData("gray 8", 6)]
    [InlineData("gray 12", 80)]
    [InlineData("signed 12", 80)]
    [InlineData("gray 16", 1300)]
    [InlineData("color", 12)]
    public void loses_little_for_the_ratio_that_is_asked_for(string image, int tolerance)
    {
        var frame = Image(image);

        var (format, stream) = frame.Encode(DicomTransferSyntax.JPEG2000Lossy, new() { Jpeg2000Ratio = 4 });
        var decoded = TestFrame.Decode(DicomTransferSyntax.JPEG2000Lossy, stream, format);

        format.PhotometricInterpretation.ShouldBe(image == "color" ? "YBR_ICT" : "MONOCHROME2");
        decoded.Format.ShouldBe(frame.Format);
        Differences(decoded, frame).Average().ShouldBeInRange(0.0001, tolerance);
        stream.Length.ShouldBeLessThan(frame.Samples.Length / 3);
        frame.Encode(DicomTransferSyntax.JPEG2000Lossy, new() { Jpeg2000Ratio = 20 }).Stream.Length.ShouldBeLessThan(stream.Length);
    }

    [NativeCodecsFact]
    public void keeps_chroma_that_is_not_red_green_and_blue()
    {
        var frame = TestFrame.Color(64, 48, "YBR_FULL");

        var (format, stream) = frame.Encode(DicomTransferSyntax.JPEG2000Lossless);
        var decoded = TestFrame.Decode(DicomTransferSyntax.JPEG2000Lossless, stream, format);

        decoded.Format.PhotometricInterpretation.ShouldBe("YBR_FULL");
        decoded.Samples.ShouldBe(frame.Samples);
    }

    [NativeCodecsFact]
    public void finds_the_codestream_in_the_boxes_of_a_file()
    {
        var frame = Image("gray 12");
        var (format, stream) = frame.Encode(DicomTransferSyntax.JPEG2000Lossless);
        byte[] file = [.. Box("jP  ", [0x0D, 0x0A, 0x87, 0x0A]), .. Box("ftyp", "jp2 \0\0\0\0jp2 "u8), .. Box("jp2c", stream)];

        TestFrame.Decode(DicomTransferSyntax.JPEG2000Lossless, file, format).Samples.ShouldBe(frame.Samples);
        Should.Throw<DicomCodecException>(() => TestFrame.Decode(DicomTransferSyntax.JPEG2000Lossless, file[..32], format));
    }

    [NativeCodecsTheory]
    [InlineData(100, 67, 1, 16)]
    [InlineData(101, 66, 1, 16)]
    [InlineData(101, 67, 3, 16)]
    [InlineData(101, 67, 1, 8)]
    public void refuses_a_stream_that_is_not_what_was_declared(int width, int height, int samples, int bits)
    {
        var (format, stream) = Image("gray 12").Encode(DicomTransferSyntax.JPEG2000Lossless);
        var declared = format with { Width = width, Height = height, SamplesPerPixel = samples, BitsAllocated = bits };

        Should.Throw<DicomCodecException>(() => TestFrame.Decode(DicomTransferSyntax.JPEG2000Lossless, stream, declared));
    }

    [NativeCodecsFact]
    public void refuses_what_is_no_stream_and_what_is_cut()
    {
        var (format, stream) = Image("gray 12").Encode(DicomTransferSyntax.JPEG2000Lossless);

        foreach (var length in new[] { 0, 1, 4, 10, 60, 100, stream.Length / 2 })
            Should.Throw<DicomCodecException>(() => TestFrame.Decode(DicomTransferSyntax.JPEG2000Lossless, stream[..length], format));
    }

    // Each of these few bytes would ask OpenJPEG for gigabytes. Places: SIZ starts at 2, its tile size is at 24; COD starts at 51 in a
    // stream of one component
    [NativeCodecsTheory]
    [InlineData("tiles")]
    [InlineData("precincts")]
    [InlineData("layers")]
    [InlineData("blocks")]
    [InlineData("high throughput")]
    public void refuses_to_cut_an_image_into_crumbs(string what)
    {
        const int Size = 8192;
        var (format, stream) = Image("gray 8").Encode(DicomTransferSyntax.JPEG2000Lossless);
        var cod = stream.AsSpan().IndexOf(new byte[] { 0xFF, 0x52 });
        BinaryPrimitives.WriteInt32BigEndian(stream.AsSpan(8), Size);
        BinaryPrimitives.WriteInt32BigEndian(stream.AsSpan(12), Size);
        var tile = what == "tiles" ? 8 : Size;
        BinaryPrimitives.WriteInt32BigEndian(stream.AsSpan(24), tile);
        BinaryPrimitives.WriteInt32BigEndian(stream.AsSpan(28), tile);
        switch (what)
        {
            case "high throughput":
                stream[6] = 0x40;
                break;
            case "blocks":
                stream[cod + 10] = 0;
                stream[cod + 11] = 0;
                break;
            case "precincts" or "layers":
                var levels = stream[cod + 9];
                byte[] precincts = [.. Enumerable.Repeat(what == "layers" ? (byte)0x77 : (byte)0x11, levels + 1)];
                stream[cod + 4] |= 1;
                if (what == "layers")
                    BinaryPrimitives.WriteUInt16BigEndian(stream.AsSpan(cod + 6), 0xFFFF);

                BinaryPrimitives.WriteUInt16BigEndian(stream.AsSpan(cod + 2), (ushort)(12 + precincts.Length));
                stream = [.. stream[..(cod + 14)], .. precincts, .. stream[(cod + 14)..]];
                break;
        }

        var before = Environment.WorkingSet;
        Should.Throw<DicomCodecException>(() =>
            DicomCodecs.Find(DicomTransferSyntax.JPEG2000Lossless)!.Decode(stream, format with { Width = Size, Height = Size },
                new byte[Size * Size]))
            .Message.ShouldContain(what == "high throughput" ? "High-throughput" : what is "tiles" ? "tiles" : "blocks");
        (Environment.WorkingSet - before).ShouldBeLessThan(100L << 20);
    }

    private static IEnumerable<double> Differences(TestFrame one, TestFrame other) =>
        Enumerable.Range(0, one.Samples.Length * 8 / one.Format.BitsAllocated)
        .Select(i => (double)Math.Abs(At(one, i) - At(other, i)));

    private static int At(TestFrame frame, int i) => frame.Format.BitsAllocated == 8 ? frame.Samples[i]
        : BitConverter.ToInt16(frame.Samples, i * 2) & (frame.Format.IsSigned ? -1 : 0xFFFF);

    private static byte[] Box(string type, ReadOnlySpan<byte> content)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, 8 + content.Length);
        return [.. length, .. System.Text.Encoding.ASCII.GetBytes(type), .. content];
    }
}
