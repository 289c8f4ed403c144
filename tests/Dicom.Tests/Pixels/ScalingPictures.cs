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
        Pictures.Color(2, "RGB", 0, 0, 0, 100, 50, 30, 200, 10, 20, 30, 40, 50).Image().Render(new() { MaxWidth = 1 }).Samples.ToArray().ShouldBe([30, 40, 50]);

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
        Should.Throw<DicomImageException>(() => Pictures.Golden().Image().Render(new() { MaxWidth = int.MaxValue })).Reason.ShouldBe(DicomImageError.TooLarge);
}
