using EventDicom.Domain.DicomWeb;

namespace EventDicom.Domain.Tests.DicomWeb;

public sealed class NamingResources
{
    [Fact]
    public void by_the_UIDs_down_to_their_level()
    {
        new UidPath("1.2").ToString().ShouldBe("studies/1.2");
        new UidPath("1.2", "3").ToString().ShouldBe("studies/1.2/series/3");
        new UidPath("1.2", "3", "4").ToString().ShouldBe("studies/1.2/series/3/instances/4");
    }

    [Fact]
    public void by_whatever_a_file_calls_a_UID() => new UidPath("a/b\r\nc é").ToString().ShouldBe("studies/a%2Fb%0D%0Ac%20%C3%A9");

    [Theory]
    [InlineData("studies/1.2", "1.2", null, null)]
    [InlineData("/studies/1.2/", "1.2", null, null)]
    [InlineData("/studies/1.2/series/3", "1.2", "3", null)]
    [InlineData("/studies/1.2/series/3/instances/4", "1.2", "3", "4")]
    public void reads_the_names_that_it_writes(string path, string study, string? series, string? instance) =>
        UidPath.Parse(path).ShouldBe(new(study, series, instance));

    [Theory]
    [InlineData("")]
    [InlineData("studies")]
    [InlineData("studies/..")]
    [InlineData("studies/x")]
    [InlineData("studies/1%2e2")]
    [InlineData("studies/1/metadata")]
    [InlineData("studies/1/series/2/instances/3/frames/1")]
    [InlineData("studies/12345678901234567890123456789012345678901234567890123456789012345")]
    public void reads_nothing_else(string path) => UidPath.Parse(path).ShouldBeNull();

    [Theory]
    [InlineData("1", null, null, true)]
    [InlineData("1", "2", null, true)]
    [InlineData("1", "2", "3", true)]
    [InlineData("9", null, null, false)]
    [InlineData("1", "9", null, false)]
    [InlineData("1", "2", "9", false)]
    public void knows_what_is_below(string study, string? series, string? instance, bool holds) =>
        new UidPath(study, series, instance).Holds("1", "2", "3").ShouldBe(holds);
}
