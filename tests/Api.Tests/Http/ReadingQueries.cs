using System.Text.Json;
using EventDicom.Api.Errors;
using EventDicom.Domain.Errors;
using EventDicom.Api.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace EventDicom.Api.Tests.Http;

public sealed class ReadingQueries
{
    [Theory]
    [InlineData("", false)]
    [InlineData("?expand", true)]
    [InlineData("?expand=", true)]
    [InlineData("?expand=true", true)]
    [InlineData("?expand=false", true)]
    [InlineData("?x=expand", false)]
    public void counts_the_presence_of_a_flag(string query, bool expected) => Request(query).HasFlag("expand").ShouldBe(expected);

    [Theory]
    [InlineData("", false)]
    [InlineData("?expand", true)]
    [InlineData("?expand=", true)]
    [InlineData("?expand=true", true)]
    [InlineData("?expand=1", true)]
    [InlineData("?expand=false", false)]
    [InlineData("?expand=0", false)]
    public void lets_some_flags_be_switched_off(string query, bool expected) => Request(query).IsOn("expand").ShouldBe(expected);

    [Theory]
    [InlineData("?expand=False")]
    [InlineData("?expand=anything")]
    [InlineData("?expand=1&expand=1")]
    public void refuses_a_flag_that_is_neither(string query) =>
        Should.Throw<OrthancException>(() => Request(query).IsOn("expand")).Error.ShouldBe(OrthancError.ParameterOutOfRange);

    [Fact]
    public void knows_flags_that_are_on_unless_switched_off()
    {
        Request("").IsOn("expand", absent: true).ShouldBeTrue();
        Request("?expand=false").IsOn("expand", absent: true).ShouldBeFalse();
    }

    [Theory]
    [InlineData("", 0, long.MaxValue)]
    [InlineData("?expand", 0, long.MaxValue)]
    [InlineData("?since=2&limit=3", 2, 3)]
    [InlineData("?since=0&limit=0", 0, long.MaxValue)]
    [InlineData("?since=7&limit=-0", 7, long.MaxValue)]
    [InlineData("?since=18446744073709551615&limit=4294967296", long.MaxValue, 4294967296)]
    [InlineData("?since=%2B5&limit=007", 5, 7)]
    public void reads_a_page(string query, long since, long limit) => Page.Of(Request(query)).ShouldBe(new(since, limit));

    [Theory]
    [InlineData("?limit=-1&since=0")]
    [InlineData("?limit=1&since=-1")]
    [InlineData("?since=-18446744073709551615&limit=1")]
    public void refuses_what_is_negative(string query) =>
        Should.Throw<OrthancException>(() => Page.Of(Request(query))).Error.ShouldBe(OrthancError.ParameterOutOfRange);

    [Theory]
    [InlineData("?since=a&limit=1")]
    [InlineData("?since=1&limit=a")]
    [InlineData("?since=&limit=1")]
    [InlineData("?since=1.5&limit=1")]
    [InlineData("?since=%201&limit=1")]
    [InlineData("?since=--1&limit=1")]
    [InlineData("?since=-&limit=1")]
    [InlineData("?since=0x1&limit=1")]
    [InlineData("?since=18446744073709551616&limit=1")]
    [InlineData("?since=1&since=2&limit=1")]
    [InlineData("?since=%D9%A1&limit=1")]
    public void refuses_what_is_no_number(string query)
    {
        var exception = Should.Throw<OrthancException>(() => Page.Of(Request(query)));
        exception.Error.ShouldBe(OrthancError.BadParameterType);
        exception.Details.ShouldBe("Syntax error in some user-supplied data");
    }

    [Theory]
    [InlineData("/studies?since=1", "Missing \"limit\" argument for GET request against: /studies/")]
    [InlineData("/studies/?limit=1", "Missing \"since\" argument for GET request against: /studies/")]
    public async Task names_the_missing_half_of_a_page(string path, string details)
    {
        await using var server = await SmallServer.StartAsync(app =>
            app.MapGet("/studies", context => context.Response.WriteAsync($"{Page.Of(context.Request)}")));
        var (_, body) = await server.SendAsync("GET", path);
        var error = JsonElement.Parse(body);
        error.GetProperty("Details").GetString().ShouldBe(details);
        error.GetProperty("OrthancStatus").GetInt32().ShouldBe(8);
    }

    private static HttpRequest Request(string query) =>
        new DefaultHttpContext { Request = { Path = "/studies", QueryString = new(query) } }.Request;
}
