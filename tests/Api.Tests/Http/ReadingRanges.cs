using EventDicom.Api.Errors;
using EventDicom.Api.Http;
using EventDicom.Domain.Errors;
using Microsoft.AspNetCore.Http;

namespace EventDicom.Api.Tests.Http;

public sealed class ReadingRanges
{
    private const long Size = 1000;

    [Theory]
    [InlineData("bytes=0-0", 0, 0)]
    [InlineData("bytes=128-131", 128, 131)]
    [InlineData("bytes=990-", 990, 999)]
    [InlineData("bytes=-131", 0, 131)]
    [InlineData("bytes=-", 0, 999)]
    [InlineData("Bytes = 1-2", 1, 2)]
    public void takes_them_as_Orthanc_does(string header, long first, long last) => Read(header).ShouldBe(new ByteRange(first, last));

    [Theory]
    [InlineData(null)]
    [InlineData("lines=1-2")]
    [InlineData("lines")]
    [InlineData("")]
    public void takes_no_range_and_other_units_for_the_whole(string? header) => Read(header).ShouldBeNull();

    [Theory]
    [InlineData("bytes=")]
    [InlineData("bytes=1")]
    [InlineData("bytes=a-b")]
    [InlineData("bytes=1-2,4-5")]
    [InlineData("bytes=2-1")]
    [InlineData("bytes=0-1000")]
    [InlineData("bytes=1000-")]
    [InlineData("bytes=-1000")]
    [InlineData("bytes=--1")]
    [InlineData("bytes=0x1-2")]
    [InlineData("bytes=99999999999999999999-")]
    public void refuses_the_others(string header)
    {
        var refused = Should.Throw<OrthancException>(() => Read(header));
        (refused.Error, refused.HttpStatus).ShouldBe((OrthancError.BadRange, 416));
    }

    [Fact]
    public void of_an_empty_file_are_none()
    {
        Read("bytes=-", size: 0).ShouldBeNull();
        Should.Throw<OrthancException>(() => Read("bytes=0-", size: 0));
    }

    [Fact]
    public void gives_the_whole_of_another_state_of_the_file()
    {
        Read("bytes=1-2", condition: "\"0-a\"").ShouldBe(new ByteRange(1, 2));
        Read("bytes=1-2", condition: "\"0-b\"").ShouldBeNull();
    }

    private static ByteRange? Read(string? header, long size = Size, string? condition = null)
    {
        var request = new DefaultHttpContext().Request;
        if (header is not null) request.Headers.Range = header;
        if (condition is not null) request.Headers.IfRange = condition;
        return ByteRange.Of(request, size, "\"0-a\"");
    }
}
