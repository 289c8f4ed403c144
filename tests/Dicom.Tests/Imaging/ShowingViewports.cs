namespace EventDicom.Dicom.Tests.Imaging;

/// <summary>Parts of pictures on canvases.</summary>
public sealed class ShowingViewports
{
    // 1 2
    // 3 4
    private static readonly DicomBitmap s_picture = new(2, 2, DicomBitmapFormat.Gray8, new byte[] { 1, 2, 3, 4 });

    [Fact]
    public void the_whole_picture_fills_a_canvas_of_its_proportions() => Rows(new(4, 4)).ShouldBe(["1122", "1122", "3344", "3344"]);

    [Fact]
    public void what_remains_of_the_canvas_is_black_on_both_sides() => Rows(new(4, 2)).ShouldBe(["0120", "0340"]);

    [Fact]
    public void a_part_is_scaled_alone() => Rows(new(2, 2) { Region = new(1, 0, 1, 1) }).ShouldBe(["22", "22"]);

    [Fact]
    public void negative_sizes_turn_it_round()
    {
        Rows(new(2, 2) { Region = new(0, 0, -2, 2) }).ShouldBe(["21", "43"]);
        Rows(new(2, 2) { Region = new(0, 0, 2, -2) }).ShouldBe(["34", "12"]);
    }

    [Fact]
    public void beyond_the_picture_it_is_black() => Rows(new(4, 4) { Region = new(-1, -1, 4, 4) }).ShouldBe(["0000", "0120", "0340", "0000"]);

    [Theory]
    [InlineData(1e-300)]
    [InlineData(1e300)]
    public void no_size_of_a_part_is_too_odd(double size) => Rows(new(3, 3) { Region = new(size, -size, size, size) }).Count().ShouldBe(3);

    private static IEnumerable<string> Rows(DicomViewport viewport)
    {
        var shown = viewport.Show(s_picture);
        (shown.Width, shown.Height).ShouldBe((viewport.Width, viewport.Height));
        return Enumerable.Range(0, shown.Height).Select(y => string.Concat(shown.Row(y).ToArray()));
    }
}
