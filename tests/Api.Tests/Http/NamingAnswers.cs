using EventDicom.Api.Http;
using Microsoft.AspNetCore.Http;

namespace EventDicom.Api.Tests.Http;

public sealed class NamingAnswers
{
    [Theory]
    [InlineData("", "filename=\"usual.dcm\"")]
    [InlineData("?x=1", "filename=\"usual.dcm\"")]
    [InlineData("?filename=a.dcm", "filename=\"a.dcm\"")]
    [InlineData("?filename=a%22b%0d%0a.dcm%00%7f", "filename=\"ab.dcm\"")]
    [InlineData("?filename=a/b;c%C3%A9\\d", "filename=\"a/b;c\u00e9\\d\"")]
    [InlineData("?filename=", null)]
    [InlineData("?filename", null)]
    [InlineData("?filename=%22", null)]
    public void leaves_out_what_would_break_the_header(string query, string? expected)
    {
        var context = new DefaultHttpContext { Request = { QueryString = new(query) } };
        context.NameFile("usual.dcm");
        ((string?)context.Response.Headers.ContentDisposition).ShouldBe(expected);
    }
}
