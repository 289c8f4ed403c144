namespace EventDicom.Dicom.Tests.Codecs;

/// <summary>What PS3.5 annex G says of single bytes.</summary>
public sealed class CodingRle
{
    private static readonly DicomTransferSyntax s_rle = DicomTransferSyntax.RLELossless;

    [Fact]
    public void packs_each_row_by_itself_into_segments_of_even_length()
    {
        // Two rows of the same value: one run each, never one over both.
        var format = TestFrame.Describe(4, 2, 1, 8, 8, isSigned: false, "MONOCHROME2");

        Segments(new TestFrame(format, [7, 7, 7, 7, 7, 7, 7, 7])).ShouldBe([[0xFD, 7, 0xFD, 7]]);
        Segments(new TestFrame(format, [1, 2, 3, 4, 5, 5, 5, 9])).ShouldBe([[3, 1, 2, 3, 4, 0xFE, 5, 0, 9, 0]]);
    }

    [Fact]
    public void has_a_segment_for_each_byte_the_most_significant_first()
    {
        var wide = TestFrame.Describe(1, 1, 1, 32, 32, isSigned: false, "MONOCHROME2");
        Segments(new TestFrame(wide, [1, 2, 3, 4])).ShouldBe([[0, 4], [0, 3], [0, 2], [0, 1]]);

        var color = TestFrame.Describe(1, 1, 3, 16, 16, isSigned: false, "RGB");
        Segments(new TestFrame(color, [1, 2, 3, 4, 5, 6])).ShouldBe([[0, 2], [0, 1], [0, 4], [0, 3], [0, 6], [0, 5]]);
    }

    [Fact]
    public void reads_runs_over_the_end_of_a_row_and_skips_what_means_nothing()
    {
        var format = TestFrame.Describe(4, 2, 1, 8, 8, isSigned: false, "MONOCHROME2");
        Decode([0x80, 0xFB, 7, 1, 8, 9, 0], format).ShouldBe([7, 7, 7, 7, 7, 7, 8, 9]);
        Decode([0xF0, 7], format).ShouldBe([7, 7, 7, 7, 7, 7, 7, 7], "a run beyond the frame is cut");
        Should.Throw<DicomCodecException>(() => Decode([0xFB, 7, 0, 8], format)).Message.ShouldContain("1 bytes before");
    }

    [Fact]
    public void refuses_what_needs_more_segments_than_there_can_be()
    {
        var format = TestFrame.Describe(1, 1, 4, 32, 32, isSigned: false, "RGB");
        Should.Throw<DicomCodecException>(() => new TestFrame(format, new byte[16]).Encode(s_rle));
        Should.Throw<DicomCodecException>(() => TestFrame.Decode(s_rle, new byte[100], format));
    }

    private static byte[] Decode(byte[] segment, DicomPixelFormat format) =>
        TestFrame.Decode(s_rle, [1, 0, 0, 0, 64, 0, 0, 0, .. new byte[56], .. segment], format).Samples;

    private static byte[][] Segments(TestFrame frame)
    {
        var stream = frame.Encode(s_rle).Stream;
        var count = BitConverter.ToInt32(stream);
        int[] offsets = [.. Enumerable.Range(1, count).Select(i => BitConverter.ToInt32(stream, i * 4)), stream.Length];
        offsets[0].ShouldBe(64);
        return [.. Enumerable.Range(0, count).Select(i => stream[offsets[i]..offsets[i + 1]])];
    }
}
