namespace EventDicom.Dicom.Tests.Pixels;

public sealed class ViewingColor
{
    [Fact]
    public void leaves_RGB_as_it_is()
    {
        var image = Pictures.Color(2, "RGB", 1, 2, 3, 4, 5, 6).Image();
        image.Preview().Samples.ToArray().ShouldBe([1, 2, 3, 4, 5, 6]);
        image.Render(new() { WindowCenter = 1, WindowWidth = 1 }).Samples.ToArray().ShouldBe([1, 2, 3, 4, 5, 6]);
        image.Values(rescale: true).ShouldSatisfyAllConditions(values => values.Type.ShouldBe("<u1"),
            values => values.Channels.ShouldBe(3));
    }

    [Fact]
    public void has_no_gray_values() =>
        Should.Throw<DicomImageException>(() => Pictures.Color(1, "RGB", 1, 2, 3).Image().StoredValues(DicomBitmapFormat.Gray8))
        .Reason.ShouldBe(DicomImageError.Unsupported);

    [Fact]
    public void shows_the_upper_byte_of_16_bits()
    {
        Pictures.Color16(1, 0x1234, 0xFFFF, 0).Image().Preview().Samples.ToArray().ShouldBe([0x12, 0xFF, 0]);
        Pictures.Color16(1, 0x0123, 0x0FFF, 0).Stored(12, 11).Image().Preview().Samples.ToArray().ShouldBe([0x01, 0x0F, 0]);
        Pictures.Color16(1, 0x1234, 0xFFFF, 0).Image().Render().Samples.ToArray().ShouldBe([0x12, 0xFF, 0]);
    }

    [Theory]
    [InlineData(0, 0, 0, 0)]
    [InlineData(100, 200, 300, 178)] // (212600 + 1430400 + 139800) / 10000
    [InlineData(65535, 65535, 65535, 63857)]
    [InlineData(1, 1, 1, 0)]
    public void has_the_brightness_of_16_bits_as_gray_values(ushort red, ushort green, ushort blue, int gray)
    {
        var image = Pictures.Color16(1, red, green, blue).Image();
        image.StoredValues(DicomBitmapFormat.Gray16).Samples.ToArray().ShouldBe(BitConverter.GetBytes((ushort)gray));
        image.StoredValues(DicomBitmapFormat.Gray8).Samples.ToArray().ShouldBe([(byte)Math.Min(gray, 255)]);
        Should.Throw<DicomImageException>(() => image.StoredValues(DicomBitmapFormat.SignedGray16))
            .Reason.ShouldBe(DicomImageError.Unsupported);
    }

    // 97.67 and 141.96 among them: cut off, not rounded
    [Fact]
    public void cuts_off_what_full_YBR_leaves_behind_the_point()
    {
        byte[] levels = [0, 1, 16, 77, 127, 128, 129, 140, 200, 254, 255];
        byte[] all = [.. from y in levels from b in levels from r in levels from sample in new[] { y, b, r } select sample];
        byte[] expected = [.. from y in levels from b in levels from r in levels from sample in Rgb(y, b - 128, r - 128) select sample];

        Pictures.Color(levels.Length * levels.Length * levels.Length, "YBR_FULL", all).Image().Preview().Samples.ToArray()
            .ShouldBe(expected);

        static byte[] Rgb(int y, int b, int r) =>
            [Level(y + (1.402m * r)), Level(y - (0.344136m * b) - (0.714136m * r)), Level(y + (1.772m * b))];

        static byte Level(decimal level) => (byte)Math.Clamp(level, 0, 255);
    }

    // Worked out with the equations of PS3.3 C.7.6.3.1.2, and the same in pydicom's convert_color_space
    [Fact]
    public void converts_full_YBR() =>
        Pictures.Color(3, "YBR_FULL", 100, 50, 200, 200, 128, 128, 0, 0, 0).Image().Preview().Samples.ToArray()
        .ShouldBe([200, 75, 0, 200, 200, 200, 0, 135, 0]);

    [Fact]
    public void converts_partial_YBR() =>
        Pictures.Color(3, "YBR_PARTIAL_420", 16, 128, 128, 235, 128, 128, 81, 90, 240).Image().Preview().Samples.ToArray()
        .ShouldBe([0, 0, 0, 255, 255, 255, 254, 0, 0]);

    [Theory]
    [InlineData("HSV")]
    [InlineData("CMYK")]
    [InlineData("ARGB")]
    public void has_no_view_of_colors_that_were_retired(string photometric) =>
        Should.Throw<DicomImageException>(() => Pictures.Color(1, photometric, 1, 2, 3).Image())
        .Reason.ShouldBe(DicomImageError.Unsupported);

    [Fact]
    public void refuses_gray_with_three_samples() =>
        Should.Throw<DicomImageException>(() => Pictures.Color(1, "MONOCHROME2", 1, 2, 3).Image()).Reason.ShouldBe(DicomImageError.Damaged);

    [Fact]
    public void looks_8_bit_pixels_up_in_a_palette_of_16_bits_as_Orthanc_does()
    {
        var image = Palette(Pictures.Gray(4, 0, 1, 2, 3), "256\\0\\16", base1: 1, i => (ushort)i, count: 256).Image();
        image.Preview().Format.ShouldBe(DicomBitmapFormat.Rgb24);
        Convert.ToHexString(image.Preview().Samples.Span).ShouldBe("102030213141324252435363");
    }

    [Fact]
    public void uses_the_nearest_entry_for_pixels_beside_the_palette()
    {
        var image = Palette(Pictures.Gray(4, 0, 1, 2, 7), "2\\1\\8", base1: 1, i => (byte)i, count: 2).Image();
        Convert.ToHexString(image.Preview().Samples.Span).ShouldBe("102030102030213141213141");
    }

    [Fact]
    public void keeps_16_bits_of_16_bit_pixels()
    {
        var image = Palette(Pictures.Gray16(1, 300), "0\\0\\16", base1: 0, i => (ushort)i, count: 65536).Image();
        image.Values(rescale: false).Type.ShouldBe("<u2");
        image.Render().Format.ShouldBe(DicomBitmapFormat.Rgb24);
    }

    [Fact]
    public void expands_a_segmented_palette()
    {
        // PS3.3 C.7.9.2: two discrete entries, a line to 100 over four, and both segments again; the last two entries are shown
        byte[] segments = [0, 2, 10, 20, 1, 4, 100, 2, 2, 0, 0, 0, 0];
        var image = Pictures.Gray(12, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11).As("PALETTE COLOR");
        foreach (var (descriptor, data) in Channels(segmented: true))
            image.With(descriptor, DicomVR.US, Pictures.Bytes<ushort>(12, 0, 8)).With(data, DicomVR.OW, [.. segments, 0]);

        image.Image().Preview().Samples.ToArray().Where((_, i) => i % 3 == 0)
            .ShouldBe(new byte[] { 10, 20, 40, 60, 80, 100, 10, 20, 40, 60, 80, 100 });
    }

    [Theory]
    [InlineData(new byte[] { 1, 4, 100, 0 })]
    [InlineData(new byte[] { 0, 200, 1, 2 })]
    [InlineData(new byte[] { 2, 255, 0, 0, 0, 0 })]
    [InlineData(new byte[] { 7, 1, 1, 1 })]
    [InlineData(new byte[] { })]
    public void refuses_segments_that_make_no_sense(byte[] segments)
    {
        var image = Pictures.Gray(1, 0).As("PALETTE COLOR");
        foreach (var (descriptor, data) in Channels(segmented: true))
            image.With(descriptor, DicomVR.US, Pictures.Bytes<ushort>(12, 0, 8)).With(data, DicomVR.OW, segments);

        Should.Throw<DicomImageException>(() => image.Image()).Reason.ShouldBe(DicomImageError.Damaged);
    }

    [Fact]
    public void refuses_a_palette_that_is_missing_or_too_short()
    {
        Should.Throw<DicomImageException>(() => Pictures.Gray(1, 0).As("PALETTE COLOR").Image()).Reason.ShouldBe(DicomImageError.Damaged);
        Should.Throw<DicomImageException>(() => Palette(Pictures.Gray(1, 0), "300\\0\\16", 1, i => (ushort)i, count: 2).Image())
            .Reason.ShouldBe(DicomImageError.Damaged);
    }

    private static Pictures Palette<T>(Pictures picture, string descriptor, int base1, Func<int, T> entry, int count)
        where T : struct
    {
        picture.As("PALETTE COLOR");
        var wide = typeof(T) == typeof(ushort);
        var numbers = descriptor.Split('\\').Select(ushort.Parse).ToArray();
        foreach (var ((tag, data), channel) in Channels(segmented: false).Zip(Enumerable.Range(base1, 3)))
        {
            var values = Enumerable.Range(0, count).Select(i => entry(((channel * 16) + (i * 17)) * (wide ? 257 : 1))).ToArray();
            picture.With(tag, DicomVR.US, Pictures.Bytes(numbers)).With(data, DicomVR.OW, Pictures.Bytes(values));
        }

        return picture;
    }

    private static IEnumerable<(DicomTag Descriptor, DicomTag Data)> Channels(bool segmented) =>
    [
        (DicomTag.RedPaletteColorLookupTableDescriptor,
            segmented ? DicomTag.SegmentedRedPaletteColorLookupTableData : DicomTag.RedPaletteColorLookupTableData),
        (DicomTag.GreenPaletteColorLookupTableDescriptor,
            segmented ? DicomTag.SegmentedGreenPaletteColorLookupTableData : DicomTag.GreenPaletteColorLookupTableData),
        (DicomTag.BluePaletteColorLookupTableDescriptor,
            segmented ? DicomTag.SegmentedBluePaletteColorLookupTableData : DicomTag.BluePaletteColorLookupTableData),
    ];
}
