using System.Runtime.InteropServices;

namespace EventDicom.Dicom.Tests.Pixels;

/// <summary>The expected samples are those that Orthanc 1.10.1 answered for the same images.</summary>
public sealed class ViewingGray
{
    private const byte B = 0xFF;

    [Fact]
    public void stretches_the_preview_from_the_smallest_value_to_the_largest()
    {
        Shown(Pictures.Golden().Image().Preview()).ShouldBe("00 40 80 BF FF 0D 1A 26");
        Shown(Pictures.Gray16(4, 0, 300, 40000, 65535).Image().Preview()).ShouldBe("00 01 9C FF");
        Shown(Pictures.SignedGray16(2, -100, 100).Image().Preview()).ShouldBe("00 FF");
    }

    [Fact]
    public void shows_a_constant_frame_black() => Shown(Pictures.Gray16(2, 7, 7).Image().Preview()).ShouldBe("00 00");

    [Fact]
    public void turns_the_preview_of_MONOCHROME1_round() =>
        Shown(Pictures.Golden("MONOCHROME1").Image().Preview()).ShouldBe("FF BF 7F 40 00 F2 E5 D9");

    [Fact]
    public void stretches_large_frames_as_it_does_small_ones()
    {
        var values = Enumerable.Range(0, 100_003).Select(i => (ushort)(i * 7919 % 50_021)).ToArray();
        var (min, max) = (values.Min(), values.Max());
        var expected = values.Select(value => (byte)Math.Round(255.0 * (value - min) / (max - min), MidpointRounding.AwayFromZero))
            .ToArray();

        Pictures.Gray16(100_003, values).Image().Preview().Samples.ToArray().ShouldBe(expected);
    }

    [Fact]
    public void clamps_stored_values_to_the_range_that_is_asked_for()
    {
        var image = Pictures.Gray16(4, 0, 300, 40000, 65535).Image();
        Shown(image.StoredValues(DicomBitmapFormat.Gray8)).ShouldBe("00 FF FF FF");
        Words<short>(image.StoredValues(DicomBitmapFormat.SignedGray16)).ShouldBe([0, 300, 32767, 32767]);
        Words<ushort>(Pictures.SignedGray16(3, -5, 7, 300).Image().StoredValues(DicomBitmapFormat.Gray16))
            .ShouldBe(new ushort[] { 0, 7, 300 });
        Words<ushort>(Pictures.Gray32(3, 0, 70000, uint.MaxValue).Image().StoredValues(DicomBitmapFormat.Gray16))
            .ShouldBe(new ushort[] { 0, 65535, 65535 });
    }

    [Fact]
    public void neither_inverts_nor_rescales_stored_values() =>
        Shown(Rescaled().Image().StoredValues(DicomBitmapFormat.Gray8)).ShouldBe("00 32 64 96 C8 0A 14 1E");

    [Theory]
    [InlineData(null, null, "00 31 63 95 C7 09 13 1D")]
    [InlineData(50.0, null, "4D 7F B1 E3 FF 57 61 6B")]
    [InlineData(null, 10.0, "00 00 00 FF FF 00 00 00")]
    [InlineData(50.0, 0.0, "00 7F FF FF FF 00 00 00")]
    [InlineData(100.0, 200.0, "00 3F 7F BF FF 0C 19 26")]
    public void renders_through_the_window_that_is_asked_for(double? center, double? width, string expected) =>
        Shown(Pictures.Golden().Image().Render(new() { WindowCenter = center, WindowWidth = width })).ShouldBe(expected);

    [Fact]
    public void renders_through_the_first_window_of_the_data_set() =>
        Shown(Pictures.Golden().With(DicomTag.WindowCenter, "100\\5").With(DicomTag.WindowWidth, "100\\5").Image().Render())
        .ShouldBe("00 00 7F FF FF 00 00 00");

    [Fact]
    public void renders_rescaled_values_and_turns_MONOCHROME1_round()
    {
        Shown(Rescaled().Image().Render()).ShouldBe("FF A6 42 00 00 F6 E2 CE");
        Shown(Rescaled().Image().Render(new() { WindowCenter = 100, WindowWidth = 200 })).ShouldBe("FF 8D 0D 00 00 F3 D9 C0");
    }

    [Fact]
    public void renders_16_bits_over_the_whole_range_when_there_is_no_window() =>
        Shown(Pictures.Gray16(4, 0, 300, 40000, 65535).Image().Render()).ShouldBe("00 01 9B FE");

    [Fact]
    public void takes_no_notice_of_half_a_window_or_half_a_rescaling()
    {
        Shown(Pictures.Golden().With(DicomTag.WindowCenter, "50").Image().Render()).ShouldBe("00 31 63 95 C7 09 13 1D");
        Shown(Pictures.Golden().With(DicomTag.RescaleSlope, "2").Image().Render()).ShouldBe("00 31 63 95 C7 09 13 1D");
    }

    [Fact]
    public void takes_the_window_of_each_frame_where_the_data_set_has_none()
    {
        var image = Pictures.Golden().With(DicomTag.PerFrameFunctionalGroupsSequence, Frame("0", "1"), Frame("100", "100"));

        Shown(image.Image(frame: 1).Render()).ShouldBe("00 00 7F FF FF 00 00 00");
        Shown(image.Image(frame: 2).Render()).ShouldBe("00 31 63 95 C7 09 13 1D");
        static Action<DicomDatasetBuilder> Frame(string center, string width) => frame =>
            frame.AddOrUpdate(Pictures.Sequence(DicomTag.FrameVOILUTSequence,
                item => item.AddOrUpdate(DicomTag.WindowCenter, center).AddOrUpdate(DicomTag.WindowWidth, width)));
    }

    [Fact]
    public void leaves_out_bits_that_are_no_part_of_the_value_and_extends_the_sign()
    {
        Words<ushort>(Pictures.Gray16(2, 0xF123, 5).Stored(12, 11).Image().StoredValues(DicomBitmapFormat.Gray16))
            .ShouldBe(new ushort[] { 0x123, 5 });
        Words<ushort>(Pictures.Gray16(2, 0x1230, 0x8000).Stored(12, 15).Image().StoredValues(DicomBitmapFormat.Gray16))
            .ShouldBe(new ushort[] { 0x123, 0x800 });
        Words<short>(Pictures.SignedGray16(3, 0x0FFF, 0x0800, 0x07FF).Stored(12, 11).Image().StoredValues(DicomBitmapFormat.SignedGray16))
            .ShouldBe([-1, -2048, 2047]);
    }

    [Fact]
    public void shows_single_bits_as_black_and_white() =>
        Pictures.Bits(8, 0b10110001, 0x0F).Image().StoredValues(DicomBitmapFormat.Gray8).Samples.ToArray()
        .ShouldBe([B, 0, 0, 0, B, B, 0, B, B, B, B, B, 0, 0, 0, 0]);

    [Fact]
    public void rescales_the_values_of_an_array()
    {
        var values = Rescaled().Image().Values(rescale: true);
        values.Type.ShouldBe("<f4");
        MemoryMarshal.Cast<byte, float>(values.Bytes.Span).ToArray().ShouldBe([-10, 90, 190, 290, 390, 10, 30, 50]);
        Rescaled().Image().Values(rescale: false).Type.ShouldBe("<u1");
    }

    [Fact]
    public void does_not_rescale_doses() => MemoryMarshal.Cast<byte, float>(
        Rescaled().With(DicomTag.SOPClassUID, "1.2.840.10008.5.1.4.1.1.481.2").Image().Values(rescale: true).Bytes.Span)[1].ShouldBe(50);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(12, 16)]
    [InlineData(12, 10)]
    public void refuses_bits_that_cannot_be(int stored, int highBit) =>
        Should.Throw<DicomImageException>(() => Pictures.Gray16(1, 1).Stored(stored, highBit).Image())
        .Reason.ShouldBe(DicomImageError.Damaged);

    private static Pictures Rescaled() =>
        Pictures.Golden("MONOCHROME1").With(DicomTag.RescaleSlope, "2").With(DicomTag.RescaleIntercept, "-10");

    private static string Shown(DicomBitmap bitmap) => BitConverter.ToString(bitmap.Samples.ToArray()).Replace('-', ' ');

    private static T[] Words<T>(DicomBitmap bitmap)
        where T : struct => MemoryMarshal.Cast<byte, T>(bitmap.Samples.Span).ToArray();
}
