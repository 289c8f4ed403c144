using EventDicom.Api.Errors;
using EventDicom.Api.Images;

namespace EventDicom.Api.Tests.Images;

public sealed class ChoosingTypes
{
    // What Orthanc 1.10.1 chose
    [Theory]
    [InlineData(null, PictureType.Png)]
    [InlineData("*/*;q=0.1", PictureType.Png)]
    [InlineData("image/*", PictureType.Png)]
    [InlineData("image/png;q=0, */*", PictureType.Png)]
    [InlineData("image/jpeg, */*", PictureType.Jpeg)]
    [InlineData("image/jpeg;q=0.1, image/png;q=0.9", PictureType.Png)]
    [InlineData("text/html, image/jpeg;q=0.5", PictureType.Jpeg)]
    [InlineData("", null)]
    [InlineData("garbage", null)]
    [InlineData("image/PNG", null)]
    public void follows_the_most_specific_then_the_best(string? accept, PictureType? expected) =>
        PictureTypes.Choose(accept).ShouldBe(expected);

    [Theory]
    [InlineData("image/jpeg;q=abc")]
    [InlineData("image/x-portable-arbitrarymap;q=2,image/png")]
    [InlineData("image/png;q=-1")]
    public void refuses_qualities_that_are_none(string accept) => Should.Throw<OrthancException>(() => PictureTypes.Choose(accept));
}
