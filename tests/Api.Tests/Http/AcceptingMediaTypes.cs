using EventDicom.Api.Http;

namespace EventDicom.Api.Tests.Http;

/// <summary>Accept headers as clients of DICOMweb write them.</summary>
public sealed class AcceptingMediaTypes
{
    [Theory]
    [InlineData("multipart/related; type=application/octet-stream; transfer-syntax=*")]
    [InlineData("multipart/related;type=\"application/octet-stream\";transfer-syntax=\"*\"")]
    [InlineData("Multipart/Related ; Type = \"application/octet-stream\" ; Transfer-Syntax = *")]
    [InlineData("multipart/related; type=\"application/octet-stream; transfer-syntax=*\"")]
    [InlineData("multipart/related; type=\"application/octet-stream\"; boundary=\"a,b;c\"; transfer-syntax=*")]
    public void are_read_quoted_or_not(string header)
    {
        var range = MediaRange.Parse(header).Single();
        (range.Type, range["type"], range["transfer-syntax"]).ShouldBe(("multipart/related", "application/octet-stream", "*"));
    }

    [Fact]
    public void may_be_lists_with_qualities()
    {
        var ranges = MediaRange.Parse("text/html;q=0.2, application/dicom+json, multipart/related; type=\"image/jls\";q=0.5,,").ToList();
        ranges.Select(range => (range.Type, range.Quality)).ShouldBe([("text/html", 0.2), ("application/dicom+json", 1.0), ("multipart/related", 0.5)]);
        ranges[2]["type"].ShouldBe("image/jls");
    }

    [Theory]
    [InlineData("")]
    [InlineData(",;,")]
    [InlineData(";q=1")]
    public void may_say_nothing(string header) => MediaRange.Parse(header).ShouldBeEmpty();

    [Fact]
    public void are_not_read_without_end() => MediaRange.Parse(string.Join(',', Enumerable.Repeat("a/b", 10_000))).Count().ShouldBeLessThan(100);
}
