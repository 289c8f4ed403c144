using System.Buffers.Binary;
using System.Globalization;
using EventDicom.Dicom.Tests.Codecs;
using EventDicom.Support;

namespace EventDicom.Dicom.Tests.Pixels;

/// <summary>Frames are counted from what is there, whatever the data set promises, and none is ever made of a part of another.</summary>
public sealed class CountingFrames
{
    private static readonly DicomTransferSyntax s_rle = DicomTransferSyntax.RLELossless;
    private static readonly DicomTransferSyntax s_jpeg = DicomTransferSyntax.JPEGProcess14SV1;

    public static TheoryData<string?, int, int> Promises => new()
    {
        { null, 1, 1 }, { "", 1, 1 }, { "0", 1, 1 }, { "-3", 1, 1 }, { "many", 1, 1 }, { "1.5", 1, 1 }, { "1", 1, 1 },
        { "2", 2, 2 }, { "3", 3, 3 }, { " 3 ", 3, 3 }, { "4", 4, 3 }, { "2147483648", int.MaxValue, 3 },
        { "999999999999", int.MaxValue, 3 },
    };

    [Theory]
    [MemberData(nameof(Promises))]
    public void of_native_pixel_data_by_its_length(string? promise, int promised, int there)
    {
        // Three frames of 15 bytes, so that they end within words, and a part of a fourth
        var instance = SyntheticInstance.Create().WithImage(3, 5, bits: 8)
            .WithBytes(DicomTag.PixelData, "OB", [.. Enumerable.Range(0, 50).Select(i => (byte)i)]);
        var file = DicomFile.Open((promise is null ? instance : instance.With(DicomTag.NumberOfFrames, "IS", promise)).ToBytes());
        var pixels = DicomPixelData.Create(file);

        (pixels.NumberOfFrames, pixels.FramesThere, DicomPixelData.CountFrames(file)).ShouldBe((promised, there, there));
        for (var frame = 0; frame < there; frame++)
            pixels.DecodeFrame(frame).Samples.ToArray().ShouldBe(Enumerable.Range(frame * 15, 15).Select(i => (byte)i));

        if (promised == there)
        {
            pixels.RequireAllFrames();
            return;
        }

        Should.Throw<DicomPixelDataException>(() => pixels.ReadFrame(there)).Reason.ShouldBe(DicomPixelDataError.Damaged);
        Should.Throw<DicomPixelDataException>(pixels.RequireAllFrames).Reason.ShouldBe(DicomPixelDataError.Damaged);
        Should.Throw<DicomPixelDataException>(() => DicomTranscoder.Transcode(file, s_rle)).Reason.ShouldBe(DicomPixelDataError.Damaged);
    }

    [Fact]
    public void of_a_file_without_pixels_is_the_one_that_every_instance_has()
    {
        DicomPixelData.CountFrames(DicomFile.Open(SyntheticInstance.Create().ToBytes())).ShouldBe(1);
        DicomPixelData.CountFrames(DicomFile.Open(SyntheticInstance.Create().With(DicomTag.NumberOfFrames, "1000000000").ToBytes()))
            .ShouldBe(1);
        DicomPixelData.CountFrames(DicomFile.Open(SyntheticInstance.Create().WithImage(2, 2, bits: 8)
            .With(DicomTag.NumberOfFrames, "1000000000").With(DicomTag.Rows, "0").ToBytes())).ShouldBe(1);
    }

    /// <summary>Frames in fragments of any division, under tables that are right, wrong or missing, and any promise.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void gives_whole_frames_or_none_whatever_the_tables_say(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 400; round++)
        {
            var syntax = random.Next(2) == 0 ? s_rle : s_jpeg;
            var frames = Enumerable.Range(0, random.Next(1, 6)).Select(_ => TestFrame.Gray(9, 7, 8, 8, seed: random.Next())).ToArray();
            var streams = frames.Select(frame => Padded(frame.Encode(syntax).Stream)).ToArray();
            var divided = streams.Select(stream => Divide(stream, random.Next(1, 4), random)).ToArray();
            byte[][] fragments = [.. divided.SelectMany(parts => parts)];
            var right = Offsets(fragments, [.. divided.Select(parts => parts.Length)]);
            var promised = random.Next(3) == 0 ? random.Next(1, 9) : frames.Length;
            var (table, isHonest) = random.Next(3) switch
            {
                0 => ([], true),
                1 => (right, right.Length == promised),
                _ => (Enumerable.Range(0, promised).Select(i =>
                    i == 0 ? 0 : Offsets(fragments, [.. fragments.Select(_ => 1)])[random.Next(fragments.Length)]).Order()
                    .ToArray(), false),
            };
            var instance = Instance(syntax, frames[0], promised);
            instance = random.Next(2) == 0
                ? instance with { Dataset = instance.Dataset.WithFragments(DicomTag.PixelData, [Basic(table), .. fragments]) }
                : (instance with { Dataset = instance.Dataset.WithFragments(DicomTag.PixelData, [[], .. fragments]) })
                .WithBytes(DicomTag.ExtendedOffsetTable, "OV", Extended(table));
            var pixels = DicomPixelData.Create(DicomFile.Open(instance.ToBytes()));
            var what = $"seed {seed}, round {round}: {frames.Length} frames, {promised} promised, {fragments.Length} fragments";

            for (var frame = 0; frame < promised; frame++)
            {
                if (TryRead(pixels, frame) is not { } bytes)
                {
                    (isHonest && promised == frames.Length).ShouldBeFalse(what);
                    continue;
                }

                if (promised != frames.Length)
                {
                    streams.Any(stream => bytes.AsSpan().StartsWith(stream)).ShouldBeTrue(what);
                    continue;
                }

                bytes.ShouldBe(streams[frame], what);
                pixels.DecodeFrame(frame).Samples.ToArray().ShouldBe(frames[frame].Samples, what);
            }
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void passes_over_tables_that_point_into_frames(bool isRle)
    {
        var syntax = isRle ? s_rle : s_jpeg;
        var frames = new[] { TestFrame.Gray(9, 7, 8, 8, seed: 1), TestFrame.Gray(9, 7, 8, 8, seed: 2) };
        var divided = frames.Select(frame => Divide(Padded(frame.Encode(syntax).Stream), 2, new Random(1))).ToArray();
        byte[][] fragments = [.. divided.SelectMany(parts => parts)];
        var each = Offsets(fragments, [1, 1, 1, 1]);

        foreach (var second in each[1..])
        {
            var pixels = DicomPixelData.Create(DicomFile.Open(With(fragments, syntax, frames[0], 2, [0, second]).ToBytes()));
            for (var frame = 0; frame < 2; frame++)
                pixels.DecodeFrame(frame).Samples.ToArray().ShouldBe(frames[frame].Samples);
        }

        // Four promised, for which there are fragments, though no frames
        foreach (var table in new long[][] { [], each })
        {
            var four = DicomPixelData.Create(DicomFile.Open(With(fragments, syntax, frames[0], 4, table).ToBytes()));
            for (var frame = 0; frame < 4; frame++)
                TryRead(four, frame).ShouldBeNull();
        }
    }

    [Fact]
    public void loses_only_the_damaged_frame_and_the_one_before_it()
    {
        var frames = Enumerable.Range(1, 5).Select(seed => TestFrame.Gray(9, 7, 8, 8, seed: seed)).ToArray();
        byte[][] fragments = [.. frames.Select(frame => Padded(frame.Encode(s_jpeg).Stream))];
        fragments[2].AsSpan(0, 4).Clear();
        var pixels = DicomPixelData.Create(DicomFile.Open(With(fragments, s_jpeg, frames[0], 5, []).ToBytes()));

        Enumerable.Range(0, 5).Select(frame => TryRead(pixels, frame) is not null).ShouldBe([true, false, false, true, true]);
    }

    [Fact]
    public void does_not_give_a_frame_that_the_file_ends_within()
    {
        var frames = new[] { TestFrame.Gray(33, 17, 8, 8, seed: 1), TestFrame.Gray(33, 17, 8, 8, seed: 2) };
        var whole = With([.. frames.Select(frame => Padded(frame.Encode(s_jpeg).Stream))], s_jpeg, frames[0], 2, []).ToBytes();
        var pixels = DicomPixelData.Create(DicomFile.Open(whole.AsMemory()[..^40]));

        pixels.DecodeFrame(0).Samples.ToArray().ShouldBe(frames[0].Samples);
        Should.Throw<DicomPixelDataException>(() => pixels.ReadFrame(1)).Reason.ShouldBe(DicomPixelDataError.Damaged);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void finds_compressed_frames_under_a_defined_length(bool inFile)
    {
        var frames = Enumerable.Range(1, 3).Select(seed => TestFrame.Gray(200, 170, 8, 8, seed: seed)).ToArray();
        var items = Items([[], .. frames.Select(frame => Padded(frame.Encode(s_jpeg).Stream))]);
        var bytes = Instance(s_jpeg, frames[0], 3).WithBytes(DicomTag.PixelData, "OB", items).ToBytes();
        using var stream = new MemoryStream(bytes);
        var file = inFile ? DicomFile.Open(stream) : DicomFile.Open(bytes);

        var pixels = DicomPixelData.Create(file);
        (pixels.IsEncapsulated, pixels.FramesThere).ShouldBe((true, 3));
        foreach (var target in new[] { DicomTransferSyntax.ExplicitVRLittleEndian, s_rle })
        {
            var transcoded = DicomPixelData.Create(DicomTranscoder.Transcode(file, target).File);
            for (var frame = 0; frame < 3; frame++)
            {
                pixels.DecodeFrame(frame).Samples.ToArray().ShouldBe(frames[frame].Samples);
                transcoded.DecodeFrame(frame).Samples.ToArray().ShouldBe(frames[frame].Samples);
            }
        }
    }

    public static TheoryData<byte[]> NoItems =>
        [[], new byte[63], [0xFF, 0xD8, 0xFF, 0xD9], [0xFE, 0xFF, 0x00, 0xE0, 1, 0, 0, 0], Items([new byte[63]])];

    [Theory]
    [MemberData(nameof(NoItems))]
    public void never_takes_the_bytes_of_a_stream_for_pixels(byte[] value)
    {
        var file = DicomFile.Open(Instance(s_jpeg, TestFrame.Gray(9, 7, 8, 8), 1).WithBytes(DicomTag.PixelData, "OB", value).ToBytes());

        Should.Throw<DicomPixelDataException>(() => DicomPixelData.Create(file)).Reason.ShouldBe(DicomPixelDataError.Damaged);
        foreach (var target in new[] { DicomTransferSyntax.ExplicitVRLittleEndian, DicomTransferSyntax.ImplicitVRLittleEndian, s_rle })
            Should.Throw<DicomPixelDataException>(() => DicomTranscoder.Transcode(file, target))
                .Reason.ShouldBe(DicomPixelDataError.Damaged);
    }

    [NativeCodecsTheory(withImageTools: true)]
    [InlineData("1.2.840.10008.1.2.5", "dcmdrle")]
    [InlineData("1.2.840.10008.1.2.5", "gdcmconv --raw")]
    [InlineData("1.2.840.10008.1.2.4.70", "dcmdjpeg")]
    public void transcodes_divided_frames_into_what_others_read(string target, string command)
    {
        var frames = Enumerable.Range(1, 3).Select(seed => TestFrame.Gray(33, 17, 8, 8, seed: seed)).ToArray();
        var tool = command.Split(' ');
        foreach (var syntax in new[] { s_rle, s_jpeg })
        {
            var divided = frames.SelectMany(frame => Divide(Padded(frame.Encode(syntax).Stream), 2, new Random(1))).ToArray();
            var native = DicomTranscoder.Transcode(DicomFile.Open(With(divided, syntax, frames[0], 3, []).ToBytes()),
                DicomTransferSyntax.ExplicitVRLittleEndian).File;
            using var saved = new MemoryStream();
            DicomTranscoder.Transcode(native, DicomTransferSyntax.Lookup(target)).File.Save(saved);

            var theirs = DicomPixelData.Create(DicomFile.Open(ImageTools.Convert(saved.ToArray(), tool[0], tool[1..])));
            for (var frame = 0; frame < 3; frame++)
                theirs.DecodeFrame(frame).Samples.ToArray().ShouldBe(frames[frame].Samples);
        }
    }

    private static byte[]? TryRead(DicomPixelData pixels, int frame)
    {
        try
        {
            return pixels.ReadFrame(frame).ToArray();
        }
        catch (DicomPixelDataException refusal)
        {
            refusal.Reason.ShouldBe(DicomPixelDataError.Damaged);
            return null;
        }
    }

    private static SyntheticInstance With(byte[][] fragments, DicomTransferSyntax syntax, TestFrame frame, int promised, long[] table)
    {
        var instance = Instance(syntax, frame, promised);
        return instance with { Dataset = instance.Dataset.WithFragments(DicomTag.PixelData, [Basic(table), .. fragments]) };
    }

    private static SyntheticInstance Instance(DicomTransferSyntax syntax, TestFrame frame, int promised) =>
        frame.ToInstance().Without(DicomTag.PixelData)
        .WithTransferSyntax(syntax.UID).With(DicomTag.NumberOfFrames, "IS", promised.ToString(CultureInfo.InvariantCulture));

    private static byte[] Padded(byte[] stream) => stream.Length % 2 == 0 ? stream : [.. stream, 0];

    private static byte[][] Divide(byte[] stream, int parts, Random random)
    {
        int[] cuts = [0, .. Enumerable.Range(1, parts - 1).Select(_ => 2 * random.Next(1, stream.Length / 2)).Distinct().Order(),
            stream.Length];
        return [.. cuts.Zip(cuts.Skip(1), (from, to) => stream[from..to])];
    }

    /// <summary>Where the frames start that have so many fragments each.</summary>
    private static long[] Offsets(byte[][] fragments, int[] counts)
    {
        var (offsets, position, next) = (new List<long>(), 0L, 0);
        foreach (var count in counts)
        {
            offsets.Add(position);
            for (var i = 0; i < count; i++)
                position += 8 + fragments[next++].Length;
        }

        return [.. offsets];
    }

    private static byte[] Items(params byte[][] fragments) =>
        [.. fragments.SelectMany(fragment => (byte[])[0xFE, 0xFF, 0x00, 0xE0, .. BitConverter.GetBytes(fragment.Length), .. fragment])];

    private static byte[] Basic(long[] offsets)
    {
        var table = new byte[offsets.Length * 4];
        for (var i = 0; i < offsets.Length; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(table.AsSpan(i * 4), (uint)offsets[i]);

        return table;
    }

    private static byte[] Extended(long[] offsets) => [.. offsets.SelectMany(BitConverter.GetBytes)];
}
