using System.Runtime.InteropServices;

namespace EventDicom.Dicom.Tests.Codecs;

public sealed class ReadingJpegStreams
{
    private static readonly DicomPixelFormat s_gray = TestFrame.Describe(20, 20, 1, 8, 8, isSigned: false, "MONOCHROME2");
    private static readonly DicomPixelFormat s_color = TestFrame.Describe(20, 20, 3, 8, 8, isSigned: false, "YBR_FULL_422");

    [Fact]
    public void gives_the_same_samples_whatever_the_order_of_the_coefficients()
    {
        var gray = Decode(JpegStreams.Gray, s_gray);
        Decode(JpegStreams.GrayProgressive, s_gray).Samples.ShouldBe(gray.Samples);

        var color = Decode(JpegStreams.Color, s_color);
        Decode(JpegStreams.ColorProgressive, s_color).Samples.ShouldBe(color.Samples);
        color.Format.PhotometricInterpretation.ShouldBe("RGB");
    }

    [Fact]
    public void does_not_mind_what_stands_around_the_image()
    {
        var expected = Decode(JpegStreams.Gray, s_gray).Samples;
        byte[] clean = JpegStreams.Gray;

        Decode(clean[..^2], s_gray).Samples.ShouldBe(expected, "no end of image");
        Decode([.. clean, 0, 0, 0, 0xFF], s_gray).Samples.ShouldBe(expected, "padding");
        Decode([.. clean[..2], 0xFF, 0xFF, 0xFF, 0xFF, .. clean[3..]], s_gray).Samples.ShouldBe(expected, "fill bytes");
        Decode([.. clean[..2], 0xFF, 0xFE, 0, 6, 0xFF, 0xD8, 0xFF, 0xDA, 0xFF, 0xE5, 0, 3, 1, .. clean[2..]], s_gray)
            .Samples.ShouldBe(expected, "a comment, an application segment");
    }

    [Fact]
    public void takes_the_height_from_the_data_set_when_the_stream_defers_it()
    {
        var expected = Decode(JpegStreams.Gray, s_gray).Samples;
        var (frame, stream) = (IndexOf(JpegStreams.Gray, 0xC0), JpegStreams.Gray.ToArray());
        (stream[frame + 5], stream[frame + 6]) = (0, 0);

        Decode(stream, s_gray).Samples.ShouldBe(expected);
    }

    [Fact]
    public void starts_its_predictions_anew_behind_a_restart_marker()
    {
        var rows = TestFrame.Gray(9, 2, 8, 8);
        Decode(Twice(rows, DicomTransferSyntax.JPEGProcess14, restartInterval: 18), rows.Format with { Height = 4 })
            .Samples.ShouldBe([.. rows.Samples, .. rows.Samples]);

        var blocks = TestFrame.Gray(16, 8, 8, 8);
        var once = Decode(blocks.Encode(DicomTransferSyntax.JPEGProcess1).Stream, blocks.Format).Samples;
        Decode(Twice(blocks, DicomTransferSyntax.JPEGProcess1, restartInterval: 2), blocks.Format with { Height = 16 })
            .Samples.ShouldBe([.. once, .. once]);
    }

    [Fact]
    public void refuses_restarts_where_none_can_be_and_a_stream_that_lacks_one()
    {
        var rows = TestFrame.Gray(9, 2, 8, 8);
        Should.Throw<DicomCodecException>(() => Decode(Twice(rows, DicomTransferSyntax.JPEGProcess14, restartInterval: 17),
            rows.Format with { Height = 4 })).Message.ShouldContain("within a row");
        Should.Throw<DicomCodecException>(() => Decode(Twice(rows, DicomTransferSyntax.JPEGProcess14, restartInterval: 9),
            rows.Format with { Height = 4 })).Message.ShouldContain("restart marker");
    }

    [Theory]
    [InlineData("RGB", null, null, "RGB")]
    [InlineData("YBR_FULL_422", null, null, "YBR")]
    [InlineData("RGB", 1, null, "RGB")]
    [InlineData("YBR_FULL", 1, null, "YBR")]
    [InlineData("YBR_FULL_422", 0, null, "RGB")]
    [InlineData("YBR_FULL_422", null, "RGB", "RGB")]
    public void believes_the_data_set_that_says_rgb_and_else_the_stream(string declared, int? adobe, string? names, string expected)
    {
        // The planes are YCbCr: colors are wrong where they are taken for RGB.
        var stream = TestFrame.Color(16, 16).Encode(DicomTransferSyntax.JPEGProcess1).Stream;
        if (names is not null)
            Rename(stream, names);

        if (adobe is { } transform)
            stream = [.. stream[..2], 0xFF, 0xEE, 0, 14, .. "Adobe"u8, 0, 100, 0, 0, 0, 0, (byte)transform, .. stream[2..]];

        var format = TestFrame.Describe(16, 16, 3, 8, 8, isSigned: false, declared);
        var decoded = Decode(stream, format);

        decoded.Format.PhotometricInterpretation.ShouldBe("RGB");
        (decoded.LargestDifference(TestFrame.Color(16, 16)) < 40).ShouldBe(expected == "YBR");
    }

    [Fact]
    public void takes_planes_that_nothing_else_describes_for_what_the_data_set_says()
    {
        // 4:4:4 without any marker: gray in each of three components.
        var gray = TestFrame.Gray(8, 8, 8, 8).Encode(DicomTransferSyntax.JPEGProcess1).Stream;
        var (frame, scan) = (IndexOf(gray, 0xC0), IndexOf(gray, 0xDA));
        byte[] header = [.. gray[..(frame + 2)], 0, 17, .. gray[(frame + 4)..(frame + 9)], 3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0,
            .. gray[(frame + 13)..scan]];
        byte[] stream = [.. header, .. Enumerable.Range(1, 3)
            .SelectMany(id => (byte[])[0xFF, 0xDA, 0, 8, 1, (byte)id, 0, 0, 63, 0, .. gray[(scan + 10)..^2]])];
        var level = Decode(gray, TestFrame.Gray(8, 8, 8, 8).Format).Samples;

        Decode(stream, TestFrame.Describe(8, 8, 3, 8, 8, isSigned: false, "RGB"))
            .Samples.ShouldBe([.. level.SelectMany(value => (byte[])[value, value, value])]);
        Decode(stream, TestFrame.Describe(8, 8, 3, 8, 8, isSigned: false, "YBR_FULL"))
            .Samples.ShouldNotBe([.. level.SelectMany(value => (byte[])[value, value, value])]);
    }

    [Fact]
    public void keeps_the_values_of_a_stream_that_is_deeper_than_the_data_set_says()
    {
        var deep = TestFrame.Gray(11, 7, 16, 16);
        var stream = deep.Encode(DicomTransferSyntax.JPEGProcess14SV1).Stream;

        Decode(stream, TestFrame.Describe(11, 7, 1, 16, 12, isSigned: false, "MONOCHROME2")).Samples.ShouldBe(deep.Samples);
    }

    [Fact]
    public void extends_the_sign_of_a_stream_that_holds_no_more_than_the_stored_bits()
    {
        var frame = TestFrame.Gray(50, 40, 16, 12, isSigned: true);
        var stream = frame.Encode(DicomTransferSyntax.JPEGProcess14SV1).Stream;

        stream[IndexOf(stream, 0xC3) + 4].ShouldBe((byte)12);
        MemoryMarshal.Cast<byte, ushort>(frame.Samples).IndexOfAnyInRange((ushort)4096, ushort.MaxValue)
            .ShouldBeGreaterThan(0, "there are negative samples");
        Decode(stream, frame.Format).Samples.ShouldBe(frame.Samples);
        MemoryMarshal.Cast<byte, ushort>(Decode(stream, frame.Format with { IsSigned = false }).Samples)
            .IndexOfAnyInRange((ushort)4096, ushort.MaxValue).ShouldBe(-1);
    }

    [Theory]
    [InlineData(0xC9, "arithmetic")]
    [InlineData(0xCB, "arithmetic")]
    [InlineData(0xC5, "Hierarchical")]
    public void says_which_process_it_does_not_know(byte marker, string expected)
    {
        var stream = JpegStreams.Gray.ToArray();
        stream[IndexOf(stream, 0xC0) + 1] = marker;

        Should.Throw<DicomCodecException>(() => Decode(stream, s_gray)).Message.ShouldContain(expected);
    }

    private static TestFrame Decode(byte[] stream, DicomPixelFormat declared) =>
        TestFrame.Decode(DicomTransferSyntax.JPEGProcess1, stream, declared);

    /// <summary>A stream of twice the height whose lower half is coded by the same bits as the upper one.</summary>
    private static byte[] Twice(TestFrame half, DicomTransferSyntax syntax, byte restartInterval)
    {
        var stream = half.Encode(syntax).Stream;
        var (frame, scan) = (IndexOf(stream, syntax == DicomTransferSyntax.JPEGProcess1 ? (byte)0xC0 : (byte)0xC3), IndexOf(stream, 0xDA));
        stream[frame + 6] *= 2;
        var coded = stream[(scan + 10)..^2];
        return [.. stream[..scan], 0xFF, 0xDD, 0, 4, 0, restartInterval, .. stream[scan..(scan + 10)], .. coded, 0xFF, 0xD0,
            .. coded, 0xFF, 0xD9];
    }

    private static void Rename(byte[] stream, string names)
    {
        var (frame, scan) = (IndexOf(stream, 0xC0), IndexOf(stream, 0xDA));
        for (var i = 0; i < 3; i++)
            (stream[frame + 10 + (3 * i)], stream[scan + 5 + (2 * i)]) = ((byte)names[i], (byte)names[i]);
    }

    private static int IndexOf(byte[] stream, byte marker) => stream.AsSpan().IndexOf([(byte)0xFF, marker]);
}
