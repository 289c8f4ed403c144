namespace EventDicom.Dicom.Tests.Pixels;

/// <summary>The expected samples are those that Orthanc 1.10.1 answered for the same images.</summary>
public sealed class ScalingPictures
{
    [Theory]
    [InlineData(2, false, "09 1D")]
    [InlineData(2, true, "41 3A")]
    [InlineData(3, true, "38 4B 61 66 33 3A")]
    [InlineData(8, true, "00 00 31 31 63 63 95 95 00 00 31 31 63 63 95 95 C7 C7 09 09 13 13 1D 1D C7 C7 09 09 13 13 1D 1D")]
    public void blurs_gray_before_it_shrinks_and_takes_the_nearest_pixel(int width, bool smooth, string expected)
    {
        var picture = Pictures.Golden().Image().Render(new() { MaxWidth = width, Smooth = smooth });
        BitConverter.ToString(picture.Samples.ToArray()).Replace('-', ' ').ShouldBe(expected);
    }

    [Fact]
    public void leaves_pixels_of_color_out() =>
        Pictures.Color(2, "RGB", 0, 0, 0, 100, 50, 30, 200, 10, 20, 30, 40, 50).Image().Render(new() { MaxWidth = 1 }).Samples.ToArray()
        .ShouldBe([30, 40, 50]);

    [Theory]
    [InlineData(64, 0, 64, 30)]
    [InlineData(0, 60, 128, 60)]
    [InlineData(64, 60, 64, 30)]
    [InlineData(512, 0, 512, 240)]
    [InlineData(0, 0, 256, 120)]
    [InlineData(1, 0, 1, 1)]
    public void fits_into_the_box_and_keeps_the_shape(int maxWidth, int maxHeight, int width, int height)
    {
        var picture = Pictures.Gray(256, new byte[256 * 120]).Image().Render(new() { MaxWidth = maxWidth, MaxHeight = maxHeight });
        (picture.Width, picture.Height).ShouldBe((width, height));
    }

    [Fact]
    public void refuses_to_become_enormous() =>
        Should.Throw<DicomImageException>(() => Pictures.Golden().Image().Render(new() { MaxWidth = int.MaxValue }))
        .Reason.ShouldBe(DicomImageError.TooLarge);

    /// <summary>What is left out need not be reckoned, but what stays must be as if it had been.</summary>
    [Theory]
    [InlineData(17, 0)]
    [InlineData(0, 5)]
    [InlineData(60, 0)]
    [InlineData(61, 200)]
    [InlineData(150, 0)]
    [InlineData(1, 0)]
    public void shows_the_same_levels_as_the_whole_picture_does(int maxWidth, int maxHeight)
    {
        var random = new Random(3);
        var values = Enumerable.Range(0, 61 * 37).Select(_ => (ushort)random.Next(0x10000)).ToArray();
        foreach (var picture in new[]
        {
            Pictures.Gray16(61, values),
            Pictures.Gray16(61, values).Stored(12, 13).As("MONOCHROME1").With(DicomTag.RescaleSlope, "0.37")
            .With(DicomTag.RescaleIntercept, "-100"),
            Pictures.SignedGray16(61, [.. values.Select(value => (short)value)]).Stored(10, 9).With(DicomTag.WindowCenter, "40")
            .With(DicomTag.WindowWidth, "80"),
            Pictures.Gray(61, [.. values.Select(value => (byte)value)]),
        })
        {
            foreach (var standard in new[] { false, true })
            {
                var whole = picture.Image().Render(new() { FollowStandard = standard });
                var scaled = picture.Image().Render(new() { MaxWidth = maxWidth, MaxHeight = maxHeight, FollowStandard = standard });
                scaled.Samples.ToArray().ShouldBe(Expected(whole, scaled.Width, scaled.Height, (x, y) => whole.Row(y)[x]));

                var smooth = picture.Image().Render(
                    new() { MaxWidth = maxWidth, MaxHeight = maxHeight, Smooth = true, FollowStandard = standard });
                var shrinks = smooth.Width < whole.Width || smooth.Height < whole.Height;
                smooth.Samples.ToArray().ShouldBe(
                    Expected(whole, smooth.Width, smooth.Height, (x, y) => shrinks ? Blurred(whole, x, y) : whole.Row(y)[x]));
            }
        }
    }

    private static byte[] Expected(DicomBitmap whole, int width, int height, Func<int, int, byte> level) =>
        [.. from y in Enumerable.Range(0, height) from x in Enumerable.Range(0,
            width) select level(((2 * x) + 1) * whole.Width / (2 * width), ((2 * y) + 1) * whole.Height / (2 * height))];

    private static byte Blurred(DicomBitmap whole, int x, int y)
    {
        int[] weights = [1, 4, 6, 4, 1];
        var sum = 0;
        for (var down = -2; down <= 2; down++)
        {
            for (var right = -2; right <= 2; right++)
                sum += weights[down + 2] * weights[right
                    + 2] * whole.Row(Math.Clamp(y + down, 0, whole.Height - 1))[Math.Clamp(x + right, 0, whole.Width - 1)];
        }

        return (byte)(sum / 256);
    }
}
