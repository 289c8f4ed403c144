namespace EventDicom.Domain.Tests.Series;

/// <summary>Along the normal of their common plane, else by their numbers.</summary>
public sealed class OrderingSlices
{
    private const string Axial = @"1\0\0\0\1\0";

    [Fact]
    public void slices_of_one_plane_are_ordered_along_its_normal_whatever_their_numbers()
    {
        var (type, slices) = SliceOrder.Of(
            [Slice("high", "1", @"0\0\5", Axial), Slice("low", "3", @"9\9\-5", Axial), Slice("middle", "2", @"0\0\0", Axial)])!.Value;

        type.ShouldBe("Volume");
        slices.Select(slice => slice.Id).ShouldBe(["low", "middle", "high"]);
    }

    [Theory]
    [InlineData(@"0\0\0", @"0\0\0", Axial)] // at one place
    [InlineData(@"0\0\0", @"0\0\5", @"0\1\0\0\0\1")] // of two planes
    [InlineData(@"0\0\0", @"0\0", Axial)] // of which one says nothing of use
    [InlineData(@"0\0\0", @"0\0\NaN", Axial)]
    public void slices_without_an_order_in_space_are_ordered_by_their_numbers(string first, string second, string orientation)
    {
        var (type, slices) = SliceOrder.Of([Slice("ten", "10", first, Axial), Slice("nine", "9", second, orientation)])!.Value;

        type.ShouldBe("Sequence");
        slices.Select(slice => slice.Id).ShouldBe(["nine", "ten"]);
    }

    [Fact]
    public void without_numbers_there_is_no_order() =>
        SliceOrder.Of([Slice("one", "1", "", ""), Slice("other", "none", "", "")]).ShouldBeNull();

    [Theory]
    [InlineData("", false)]
    [InlineData("1 ", false)]
    [InlineData("7", true)]
    public void says_whether_an_instance_promises_several_frames(string frames, bool promises) =>
        SliceOrder.Of([new("one", "1", new Dictionary<string, string> { ["0028,0008"] = frames })])!.Value.Slices.ShouldBe(
            [new("one", promises)]);

    private static UnorderedSlice Slice(string id, string index, string position, string orientation) =>
        new(id, index, new Dictionary<string, string> { ["0020,0032"] = position, ["0020,0037"] = orientation });
}
