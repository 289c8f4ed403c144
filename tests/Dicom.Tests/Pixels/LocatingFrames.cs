using System.Buffers.Binary;
using System.Globalization;
using EventDicom.Support;

namespace EventDicom.Dicom.Tests.Pixels;

public sealed class LocatingFrames
{
    private const string Jpeg = SyntheticInstance.JPEGProcess1;
    private const string Jpeg2000 = "1.2.840.10008.1.2.4.90";
    private const string Rle = "1.2.840.10008.1.2.5";

    // Three frames in six fragments: 2, 3 and 1 of them; each starts as a JPEG stream does
    private static readonly byte[][] s_divided = [[0xFF, 0xD8, 0xFF, 1], [2, 2], [0xFF, 0xD8, 0xFF, 3], [4, 4], [5, 5],
        [0xFF, 0xD8, 0xFF, 6]];
    private static readonly long[] s_offsets = [0, 22, 54];

    [Fact]
    public void takes_one_fragment_for_each_frame_when_there_are_as_many()
    {
        var pixels = Pixels(Jpeg, 3, [], [1, 1], [2, 2], [3, 3]);

        Enumerable.Range(0, 3).Select(frame => pixels.ReadFrame(frame).Span[0]).ShouldBe([1, 2, 3]);
        pixels.IsEncapsulated.ShouldBeTrue();
    }

    [Fact]
    public void joins_all_fragments_of_a_single_frame() =>
        Pixels(Jpeg, 1, [], [1, 2], [3, 4], [], [5, 6]).ReadFrame(0).ToArray().ShouldBe([1, 2, 3, 4, 5, 6]);

    [Fact]
    public void divides_fragments_by_the_basic_offset_table() => ShouldBeDivided(Pixels(Rle, 3, Basic(s_offsets), s_divided));

    [Fact]
    public void divides_fragments_by_the_extended_offset_table() => ShouldBeDivided(DicomPixelData.Create(DicomFile.Open(
        Instance(Rle, 3, [], s_divided).WithBytes(DicomTag.ExtendedOffsetTable, "OV", Extended(s_offsets)).ToBytes())));

    [Fact]
    public void divides_fragments_that_were_made_and_not_read()
    {
        var file = DicomFile.Open(Instance(Jpeg, 3, [], [1, 1]).ToBytes());
        var dataset = new DicomDatasetBuilder(file.Dataset);
        dataset.AddOrUpdate(DicomFragmentSequence.InMemory(DicomTag.PixelData, DicomVR.OB, [Basic(s_offsets), .. s_divided]));

        ShouldBeDivided(DicomPixelData.Create(dataset.Build(), DicomTransferSyntax.RLELossless));
    }

    [Fact]
    public void leaves_out_the_padding_that_the_extended_table_tells_of()
    {
        var instance = Instance(Jpeg, 2, [], [1, 1], [2, 2])
            .WithBytes(DicomTag.ExtendedOffsetTable, "OV", Extended(0, 10))
            .WithBytes(DicomTag.ExtendedOffsetTableLengths, "OV", Extended(1, 2));

        var pixels = DicomPixelData.Create(DicomFile.Open(instance.ToBytes()));

        pixels.ReadFrame(0).ToArray().ShouldBe([1]);
        pixels.ReadFrame(1).ToArray().ShouldBe([2, 2]);
    }

    public static TheoryData<long[]> WrongTables =>
    [
        [0, 22], [4, 22, 54], [0, 21, 54], [0, 54, 22], [0, 0, 0], [0, 22, 55], [0xFFFFFFFF, 22, 54], [0, 22, 54, 70],
    ];

    [Theory]
    [MemberData(nameof(WrongTables))]
    public void passes_over_a_table_that_points_elsewhere(long[] offsets)
    {
        ShouldBeDivided(Pixels(Jpeg, 3, Basic(offsets), s_divided));

        var extended = Instance(Jpeg, 3, [], s_divided).WithBytes(DicomTag.ExtendedOffsetTable, "OV", Extended(offsets));
        ShouldBeDivided(DicomPixelData.Create(DicomFile.Open(extended.ToBytes())));
    }

    [Fact]
    public void looks_for_the_starts_of_streams_without_a_table()
    {
        ShouldBeDivided(Pixels(Jpeg, 3, [], s_divided));

        var codestreams = Pixels(Jpeg2000, 2, [], [0xFF, 0x4F, 0xFF, 0x51, 0, 1], [2, 2], [0xFF, 0x4F, 0xFF, 0x51, 0, 3]);
        codestreams.ReadFrame(0).ToArray().ShouldBe([0xFF, 0x4F, 0xFF, 0x51, 0, 1, 2, 2]);
        codestreams.ReadFrame(1).ToArray().ShouldBe([0xFF, 0x4F, 0xFF, 0x51, 0, 3]);
    }

    [Fact]
    public void looks_for_the_headers_of_rle_without_a_table()
    {
        var (first, second) = (RleHeader(1), RleHeader(2));
        var pixels = Pixels(Rle, 2, [], first, [1, 1], second, [2, 2]);

        pixels.ReadFrame(0).ToArray().ShouldBe([.. first, 1, 1]);
        pixels.ReadFrame(1).ToArray().ShouldBe([.. second, 2, 2]);
    }

    [Fact]
    public void refuses_fragments_that_nothing_divides() =>
        Should.Throw<DicomPixelDataException>(() => Pixels(Jpeg, 2, [], [1, 1], [2, 2], [3, 3]).ReadFrame(0))
        .Reason.ShouldBe(DicomPixelDataError.Damaged);

    [Fact]
    public void refuses_frames_that_are_not_there_and_gives_those_that_are()
    {
        var million = Pixels(Jpeg, 1_000_000, [], [1, 1], [2, 2]);
        million.ReadFrame(1).ToArray().ShouldBe([2, 2]);
        Should.Throw<DicomPixelDataException>(() => million.ReadFrame(2)).Reason.ShouldBe(DicomPixelDataError.Damaged);
        Should.Throw<DicomPixelDataException>(() => million.ReadFrame(1_000_000)).Reason.ShouldBe(DicomPixelDataError.FrameOutOfRange);

        var cut = Pixels(Jpeg, 3, Basic(s_offsets), s_divided[..4]);
        cut.ReadFrame(0).Length.ShouldBe(6);
        Should.Throw<DicomPixelDataException>(() => cut.ReadFrame(2)).Reason.ShouldBe(DicomPixelDataError.Damaged);

        Should.Throw<DicomPixelDataException>(() => Pixels(Jpeg, 1, []).ReadFrame(0)).Reason.ShouldBe(DicomPixelDataError.Damaged);
    }

    [Fact]
    public void takes_no_more_memory_than_it_may()
    {
        var huge = Instance(Jpeg, 1, [], s_divided).With(DicomTag.Rows, "65535").With(DicomTag.Columns, "65535");
        Should.Throw<DicomPixelDataException>(() => DicomPixelData.Create(DicomFile.Open(huge.ToBytes())).DecodeFrame(0))
            .Reason.ShouldBe(DicomPixelDataError.TooLarge);

        var file = DicomFile.Open(Instance(Jpeg, 1, [], [1, 2], [3, 4]).ToBytes());
        Should.Throw<DicomPixelDataException>(() => DicomPixelData.Create(file, maxFrameLength: 3).ReadFrame(0))
            .Reason.ShouldBe(DicomPixelDataError.TooLarge);
    }

    [Fact]
    public void reads_nothing_of_the_other_frames()
    {
        var frames = Enumerable.Range(0, 50).Select(_ => (byte[])[0xFF, 0xD8, 0xFF, .. new byte[9_997]]).ToArray();
        using var stream = new CountingStream(Instance(Jpeg, 50, [], frames).ToBytes());
        var pixels = DicomPixelData.Create(DicomFile.Open(stream));
        stream.BytesRead = 0;

        pixels.ReadFrame(37).Length.ShouldBe(10_000);

        // And the beginnings of this frame and the next
        stream.BytesRead.ShouldBeLessThanOrEqualTo(10_000 + (2 * 64));
    }

    [Fact]
    public void refuses_fragments_in_a_syntax_that_has_none()
    {
        var file = DicomFile.Open(Instance(Jpeg, 1, [], [1, 2]).ToBytes());

        Should.Throw<DicomPixelDataException>(() => DicomPixelData.Create(file.Dataset, DicomTransferSyntax.ExplicitVRLittleEndian))
            .Reason.ShouldBe(DicomPixelDataError.Damaged);
    }

    [Fact]
    public void refuses_to_decode_video()
    {
        var pixels = Pixels("1.2.840.10008.1.2.4.102", 1, [], [1, 2]);

        Should.Throw<DicomPixelDataException>(() => pixels.DecodeFrame(0)).Reason.ShouldBe(DicomPixelDataError.Unsupported);
        pixels.ReadFrame(0).Length.ShouldBe(2);
    }

    private static byte[] RleHeader(int segments)
    {
        var header = new byte[64];
        header[0] = (byte)segments;
        for (var i = 0; i < segments; i++)
            header[(i + 1) * 4] = (byte)(64 + i);

        return header;
    }

    private static void ShouldBeDivided(DicomPixelData pixels)
    {
        pixels.ReadFrame(0).ToArray().ShouldBe([.. s_divided[0], .. s_divided[1]]);
        pixels.ReadFrame(1).ToArray().ShouldBe([.. s_divided[2], .. s_divided[3], .. s_divided[4]]);
        pixels.ReadFrame(2).ToArray().ShouldBe(s_divided[5]);
    }

    private static DicomPixelData Pixels(string syntax, int frames, byte[] table, params byte[][] fragments) =>
        DicomPixelData.Create(DicomFile.Open(Instance(syntax, frames, table, fragments).ToBytes()));

    private static SyntheticInstance Instance(string syntax, int frames, byte[] table, params byte[][] fragments)
    {
        var instance = SyntheticInstance.Create().WithImage(2, 2, bits: 8).Without(DicomTag.PixelData).WithTransferSyntax(syntax)
            .With(DicomTag.NumberOfFrames, "IS", frames.ToString(CultureInfo.InvariantCulture));
        return instance with { Dataset = instance.Dataset.WithFragments(DicomTag.PixelData, [table, .. fragments]) };
    }

    private static byte[] Basic(params long[] offsets)
    {
        var table = new byte[offsets.Length * 4];
        for (var i = 0; i < offsets.Length; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(table.AsSpan(i * 4), (uint)offsets[i]);

        return table;
    }

    private static byte[] Extended(params long[] numbers)
    {
        var table = new byte[numbers.Length * 8];
        for (var i = 0; i < numbers.Length; i++)
            BinaryPrimitives.WriteInt64LittleEndian(table.AsSpan(i * 8), numbers[i]);

        return table;
    }
}
