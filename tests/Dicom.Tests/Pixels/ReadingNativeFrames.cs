using EventDicom.Support;

namespace EventDicom.Dicom.Tests.Pixels;

public sealed class ReadingNativeFrames
{
    private const string LittleEndian = SyntheticInstance.ExplicitVRLittleEndian;
    private const string BigEndian = SyntheticInstance.ExplicitVRBigEndian;

    [Fact]
    public void takes_what_is_missing_from_what_is_there()
    {
        var pixels = Pixels(SyntheticInstance.Create()
            .With(DicomTag.Rows, "2").With(DicomTag.Columns, "3").With(DicomTag.BitsAllocated, "16")
            .WithBytes(DicomTag.PixelData, "OW", new byte[12]));

        pixels.NumberOfFrames.ShouldBe(1);
        pixels.IsEncapsulated.ShouldBeFalse();
        pixels.Format.ShouldBe(new DicomPixelFormat
        {
            Width = 3, Height = 2, SamplesPerPixel = 1, BitsAllocated = 16, BitsStored = 16, HighBit = 15,
            PhotometricInterpretation = "MONOCHROME2",
        });
        Pixels(Color([1, 2, 3], planar: 0).Without(DicomTag.PhotometricInterpretation)).Format.PhotometricInterpretation.ShouldBe("RGB");
    }

    [Fact]
    public void gives_each_frame_its_own_bytes()
    {
        var pixels = Pixels(SyntheticInstance.Create().WithImage(3, 5, frames: 4));

        pixels.NumberOfFrames.ShouldBe(4);
        for (var frame = 0; frame < 4; frame++)
        {
            var expected = Enumerable.Range(frame * 30, 30).Select(i => SyntheticDataset.PatternAt(i)).ToArray();
            pixels.ReadFrame(frame).ToArray().ShouldBe(expected);
            pixels.DecodeFrame(frame).Samples.ToArray().ShouldBe(expected);
        }
    }

    [Fact]
    public void leaves_the_other_frames_in_the_file()
    {
        using var stream = new CountingStream(SyntheticInstance.Create().WithImage(100, 100, frames: 50).ToBytes());
        var pixels = DicomPixelData.Create(DicomFile.Open(stream));
        stream.BytesRead = 0;

        pixels.ReadFrame(37).Length.ShouldBe(20_000);

        stream.BytesRead.ShouldBe(20_000);
    }

    [Theory]
    [InlineData(BigEndian, "OW", 16, new byte[] { 2, 1, 4, 3, 6, 5 })]
    [InlineData(BigEndian, "OW", 8, new byte[] { 2, 1, 4 })]
    [InlineData(BigEndian, "OB", 8, new byte[] { 1, 2, 3 })]
    [InlineData(LittleEndian, "OW", 16, new byte[] { 1, 2, 3, 4, 5, 6 })]
    [InlineData(SyntheticInstance.GEPrivateImplicitVRBigEndian, "OW", 16, new byte[] { 2, 1, 4, 3, 6, 5 })]
    [InlineData(SyntheticInstance.GEPrivateImplicitVRBigEndian, "OW", 8, new byte[] { 2, 1, 4 })]
    public void puts_words_into_little_endian(string syntax, string vr, int bits, byte[] expected)
    {
        var instance = Gray(rows: 1, columns: 3, bits, frames: 2, vr, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]).WithTransferSyntax(syntax);

        Pixels(instance).DecodeFrame(0).Samples.ToArray().ShouldBe(expected);
    }

    [Fact]
    public void swaps_the_words_that_two_frames_share()
    {
        var instance = Gray(rows: 1, columns: 3, bits: 8, frames: 2, "OW", [2, 1, 4, 3, 6, 5]).WithTransferSyntax(BigEndian);

        Pixels(instance).ReadFrame(0).ToArray().ShouldBe([1, 2, 3]);
        Pixels(instance).ReadFrame(1).ToArray().ShouldBe([4, 5, 6]);
    }

    [Theory]
    [InlineData(LittleEndian)]
    [InlineData(BigEndian)]
    public void moves_frames_of_single_bits_to_the_start_of_a_byte(string syntax)
    {
        // Three frames of 3 x 5 bits, the lowest first: 15 times 1, 15 times 0 and then 0101…
        var bits = Enumerable.Range(0, 48).Select(i => i < 15 || (i is >= 30 and < 45 && i % 2 == 1)).ToArray();
        var bytes = new byte[6];
        for (var i = 0; i < bits.Length; i++)
            bytes[syntax == BigEndian ? (i / 8) ^ 1 : i / 8] |= (byte)((bits[i] ? 1 : 0) << (i % 8));

        var pixels = Pixels(Gray(rows: 3, columns: 5, bits: 1, frames: 3, "OW", bytes).WithTransferSyntax(syntax));

        pixels.DecodeFrame(0).Samples.ToArray().ShouldBe([0xFF, 0x7F]);
        pixels.DecodeFrame(1).Samples.ToArray().ShouldBe([0, 0]);
        pixels.DecodeFrame(2).Samples.ToArray().ShouldBe([0xAA, 0x2A]);
        pixels.DecodeFrame(2).Format.FrameLength.ShouldBe(2);
    }

    [Fact]
    public void puts_the_samples_of_planes_side_by_side()
    {
        var frame = Pixels(Color([1, 2, 11, 12, 21, 22], planar: 1, columns: 2)).DecodeFrame(0);

        frame.Samples.ToArray().ShouldBe([1, 11, 21, 2, 12, 22]);
        frame.Format.IsPlanar.ShouldBeFalse();
    }

    [Fact]
    public void gives_each_pixel_the_chroma_that_it_shares()
    {
        var instance = Color([1, 2, 11, 21, 3, 4, 12, 22], planar: 0, columns: 4).With(DicomTag.PhotometricInterpretation, "YBR_FULL_422");

        var frame = Pixels(instance).DecodeFrame(0);

        frame.Samples.ToArray().ShouldBe([1, 11, 21, 2, 11, 21, 3, 12, 22, 4, 12, 22]);
        frame.Format.PhotometricInterpretation.ShouldBe("YBR_FULL");
        Pixels(instance).ReadFrame(0).Length.ShouldBe(8);
    }

    [Fact]
    public void makes_red_green_and_blue_of_chroma_in_part_of_the_range()
    {
        var frame = Pixels(Color([16, 235, 128, 128, 81, 81, 90, 240], planar: 0, columns: 4)
            .With(DicomTag.PhotometricInterpretation, "YBR_PARTIAL_422")).DecodeFrame(0);

        frame.Samples.ToArray().ShouldBe([0, 0, 0, 255, 255, 255, 254, 0, 0, 254, 0, 0]);
        frame.Format.PhotometricInterpretation.ShouldBe("RGB");
    }

    [Fact]
    public void takes_samples_that_are_all_there_for_not_subsampled_whatever_the_name()
    {
        var frame = Pixels(Color([1, 2, 3, 4, 5, 6], planar: 0, columns: 2).With(DicomTag.PhotometricInterpretation, "YBR_FULL_422"))
            .DecodeFrame(0);

        frame.Samples.ToArray().ShouldBe([1, 2, 3, 4, 5, 6]);
    }

    [Fact]
    public void unpacks_samples_of_twelve_bits()
    {
        var frame = Pixels(Gray(rows: 1, columns: 3, bits: 12, frames: 2, "OW", [0x23, 0x61, 0x45, 0x89, 0xB7, 0xCA, 0xEF, 0x0D, 0x21, 0]))
            .DecodeFrame(0);

        frame.Samples.ToArray().ShouldBe([0x23, 0x01, 0x56, 0x04, 0x89, 0x07]);
        frame.Format.BitsAllocated.ShouldBe(16);
    }

    [Theory]
    [InlineData(0x0008, "OF", 32)]
    [InlineData(0x0009, "OD", 64)]
    public void reads_floating_point_pixels(ushort element, string vr, int bits)
    {
        var value = Enumerable.Range(0, bits / 4).Select(i => (byte)i).ToArray();
        var pixels = Pixels(SyntheticInstance.Create()
            .With(DicomTag.Rows, "1").With(DicomTag.Columns, "2").WithBytes(new DicomTag(0x7FE0, element), vr, value));

        pixels.Format.IsFloat.ShouldBeTrue();
        pixels.Format.BitsAllocated.ShouldBe(bits);
        pixels.DecodeFrame(0).Samples.ToArray().ShouldBe(value);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(2)]
    [InlineData(int.MaxValue)]
    public void refuses_a_frame_that_does_not_exist(int frame)
    {
        var pixels = Pixels(SyntheticInstance.Create().WithImage(2, 2, frames: 2));

        Should.Throw<DicomPixelDataException>(() => pixels.ReadFrame(frame)).Reason.ShouldBe(DicomPixelDataError.FrameOutOfRange);
        Should.Throw<DicomPixelDataException>(() => pixels.DecodeFrame(frame)).Reason.ShouldBe(DicomPixelDataError.FrameOutOfRange);
    }

    [Fact]
    public void refuses_the_frame_that_is_cut_and_gives_those_before_it()
    {
        var pixels = Pixels(Gray(rows: 2, columns: 2, bits: 8, frames: 1_000_000_000, "OB", [1, 2, 3, 4, 5, 6]));

        pixels.ReadFrame(0).ToArray().ShouldBe([1, 2, 3, 4]);
        Should.Throw<DicomPixelDataException>(() => pixels.ReadFrame(1)).Reason.ShouldBe(DicomPixelDataError.Damaged);
        Should.Throw<DicomPixelDataException>(() => pixels.ReadFrame(999_999_999)).Reason.ShouldBe(DicomPixelDataError.Damaged);
    }

    [Fact]
    public void takes_no_more_memory_than_it_may()
    {
        var small = SyntheticInstance.Create().WithImage(10, 10);
        var huge = small.With(DicomTag.Rows, "65535").With(DicomTag.Columns, "65535");

        Should.Throw<DicomPixelDataException>(() => Pixels(huge).DecodeFrame(0)).Reason.ShouldBe(DicomPixelDataError.TooLarge);
        Should.Throw<DicomPixelDataException>(() => Pixels(huge).ReadFrame(0)).Reason.ShouldBe(DicomPixelDataError.Damaged);
        Should.Throw<DicomPixelDataException>(() => DicomPixelData.Create(DicomFile.Open(small.ToBytes()), 199).ReadFrame(0))
            .Reason.ShouldBe(DicomPixelDataError.TooLarge);
        DicomPixelData.Create(DicomFile.Open(small.ToBytes()), 200).DecodeFrame(0).Samples.Length.ShouldBe(200);
    }

    [Theory]
    [InlineData("0028,0010", "0", DicomPixelDataError.Damaged)]
    [InlineData("0028,0011", "", DicomPixelDataError.Damaged)]
    [InlineData("0028,0002", "4", DicomPixelDataError.Unsupported)]
    [InlineData("0028,0002", "0", DicomPixelDataError.Unsupported)]
    [InlineData("0028,0100", "24", DicomPixelDataError.Unsupported)]
    [InlineData("0028,0100", "0", DicomPixelDataError.Damaged)]
    [InlineData("0028,0101", "17", DicomPixelDataError.Damaged)]
    public void refuses_a_description_that_makes_no_sense(string tag, string value, DicomPixelDataError reason)
    {
        DicomTag.TryParseHex(tag, out var parsed).ShouldBeTrue();
        var instance = SyntheticInstance.Create().WithImage(2, 2).Without(parsed).With(parsed, value);

        Should.Throw<DicomPixelDataException>(() => Pixels(instance)).Reason.ShouldBe(reason);
    }

    [Fact]
    public void refuses_a_data_set_without_pixels()
    {
        Should.Throw<DicomPixelDataException>(() => Pixels(SyntheticInstance.Create())).Reason.ShouldBe(DicomPixelDataError.NoPixelData);

        var file = DicomFile.Open(SyntheticInstance.Create().WithImage(2, 2).ToBytes(),
            new DicomReadOptions { StopBeforePixelData = true });
        Should.Throw<DicomPixelDataException>(() => DicomPixelData.Create(file)).Reason.ShouldBe(DicomPixelDataError.NoPixelData);
    }

    private static DicomPixelData Pixels(SyntheticInstance instance) => DicomPixelData.Create(DicomFile.Open(instance.ToBytes()));

    private static SyntheticInstance Gray(int rows, int columns, int bits, int frames, string vr, byte[] value)
    {
        var described = SyntheticInstance.Create().WithImage(rows, columns, bits, frames).Without(DicomTag.PixelData);
        return described.WithBytes(DicomTag.PixelData, vr, value);
    }

    private static SyntheticInstance Color(byte[] value, int planar, int columns = 1) => SyntheticInstance.Create()
        .With(DicomTag.Rows, "1").With(DicomTag.Columns, columns.ToString(System.Globalization.CultureInfo.InvariantCulture))
        .With(DicomTag.SamplesPerPixel, "3").With(DicomTag.BitsAllocated, "8")
        .With(DicomTag.PlanarConfiguration, planar == 1 ? "1" : "0")
        .WithBytes(DicomTag.PixelData, "OB", value);
}
