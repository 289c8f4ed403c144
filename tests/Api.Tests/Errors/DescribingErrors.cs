using System.Net;
using System.Text.Json;
using EventDicom.Api.Configuration;
using EventDicom.Api.Errors;
using EventDicom.Domain.Errors;
using EventDicom.Api.Tests.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace EventDicom.Api.Tests.Errors;

public sealed class DescribingErrors
{
    [Fact]
    public async Task gives_every_field_that_Orthanc_gives()
    {
        await using var server = await StartAsync();
        var (response, body) = await server.SendAsync("POST", "/instances?x=1");

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        response.Content.Headers.ContentType!.ToString().ShouldBe("text/plain");
        response.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        body.Replace("\n", "").Replace("\t", "").ShouldBe(
            """{"Details": "Cannot parse an invalid DICOM file (size: 5 bytes)","HttpError": "Bad Request","HttpStatus": 400,"Message": "Bad file format","Method": "POST","OrthancError": "Bad file format","OrthancStatus": 15,"Uri": "/instances"}""");
    }

    [Fact]
    public async Task leaves_details_out_where_there_are_none()
    {
        await using var server = await StartAsync();
        var (_, body) = await server.SendAsync("GET", "/raise/27");
        JsonElement.Parse(body).TryGetProperty("Details", out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData(-1, 500, "Internal error")]
    [InlineData(2, 500, "Not implemented yet")]
    [InlineData(3, 400, "Parameter out of range")]
    [InlineData(5, 400, "Bad type for a parameter")]
    [InlineData(6, 500, "Bad sequence of calls")]
    [InlineData(7, 404, "Accessing an inexistent item")]
    [InlineData(8, 400, "Bad request")]
    [InlineData(9, 500, "Error in the network protocol")]
    [InlineData(12, 400, "Badly formatted URI")]
    [InlineData(13, 404, "Inexistent file")]
    [InlineData(15, 400, "Bad file format")]
    [InlineData(17, 404, "Unknown resource")]
    [InlineData(19, 507, null)]
    [InlineData(20, 500, null)]
    [InlineData(21, 404, "Inexistent tag")]
    [InlineData(23, 500, null)]
    [InlineData(24, 500, null)]
    [InlineData(27, 500, "Unknown DICOM tag")]
    [InlineData(28, 400, "Cannot parse a JSON document")]
    [InlineData(29, 401, "Bad credentials were provided to an HTTP request")]
    [InlineData(34, 406, null)]
    [InlineData(36, 503, null)]
    [InlineData(37, 500, "This job was canceled")]
    [InlineData(41, 416, "Incorrect range request")]
    [InlineData(42, 503, null)]
    [InlineData(43, 409, null)]
    [InlineData(45, 403, "Access to a resource is forbidden")]
    [InlineData(46, 409, "Duplicate resource")]
    [InlineData(2016, 500, null)]
    [InlineData(2018, 500, "Cannot store an instance")]
    [InlineData(2019, 400, null)]
    [InlineData(2020, 400, null)]
    [InlineData(2021, 400, null)]
    [InlineData(2022, 400, null)]
    [InlineData(2023, 400, null)]
    [InlineData(2024, 400, null)]
    [InlineData(2025, 400, null)]
    [InlineData(3000, 415, "Unsupported media type")]
    public void knows_the_status_and_the_text_of_each_code(int code, int status, string? message)
    {
        Enum.IsDefined((OrthancError)code).ShouldBeTrue();
        ((OrthancError)code).HttpStatus().ShouldBe(status);
        if (message is not null) ((OrthancError)code).Message().ShouldBe(message);
        if (code != -1) ((OrthancError)code).Message().ShouldNotBe(OrthancError.InternalError.Message());
    }

    [Fact]
    public async Task says_nothing_where_describing_is_off()
    {
        await using var server = await StartAsync(describe: false);
        var (response, body) = await server.SendAsync("GET", "/raise/27");
        response.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        body.ShouldBeEmpty();
    }

    [Fact]
    public async Task logs_what_nobody_expected_and_hides_it_from_the_client()
    {
        await using var server = await StartAsync();
        var (response, body) = await server.SendAsync("GET", "/boom");

        response.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        JsonElement.Parse(body).GetProperty("OrthancStatus").GetInt32().ShouldBe(-1);
        body.ShouldNotContain("secret");
        server.Log.Lines.ShouldContain(line => line.Level == LogLevel.Error && line.Text.Contains("secret"));
    }

    [Fact]
    public async Task forgets_what_was_prepared_before_the_error()
    {
        await using var server = await StartAsync();
        var (response, body) = await server.SendAsync("GET", "/prepared");
        response.Headers.Contains("X-Prepared").ShouldBeFalse();
        JsonElement.Parse(body).GetProperty("OrthancStatus").GetInt32().ShouldBe(8);
    }

    [Fact]
    public async Task cuts_the_connection_where_the_answer_has_begun()
    {
        await using var server = await StartAsync();
        await Should.ThrowAsync<HttpRequestException>(() => server.Client.GetStringAsync("/late"));
        server.Log.Lines.ShouldContain(line => line.Text.Contains("the connection is cut"));
    }

    [Theory]
    [InlineData("GET", 404)]
    [InlineData("PUT", 404)]
    [InlineData("DELETE", 404)]
    [InlineData("POST", 400)]
    public async Task is_not_needed_where_a_handler_does_not_answer(string method, int status)
    {
        await using var server = await StartAsync();
        var (response, body) = await server.SendAsync(method, "/silent");
        ((int)response.StatusCode).ShouldBe(status);
        body.ShouldBeEmpty();
    }

    [Fact]
    public async Task tells_the_client_when_to_come_back()
    {
        await using var server = await StartAsync();
        var (response, _) = await server.SendAsync("GET", "/overloaded");
        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        response.Headers.RetryAfter!.ToString().ShouldBe("1");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task does_not_log_a_client_that_went_away(bool wrapped)
    {
        var begun = new TaskCompletionSource();
        var ended = new TaskCompletionSource();
        await using var server = await SmallServer.StartAsync(app => app.MapGet("/wait", async context =>
        {
            begun.SetResult();
            context.Response.OnCompleted(() =>
            {
                ended.SetResult();
                return Task.CompletedTask;
            });
            try
            {
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
            }
            catch (OperationCanceledException canceled) when (wrapped)
            {
                throw new InvalidOperationException("while asking the database", canceled);
            }
        }));

        using var leaving = new CancellationTokenSource();
        var request = server.Client.GetAsync("/wait", leaving.Token);
        await begun.Task.WaitAsync(TimeSpan.FromSeconds(10));
        await leaving.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => request);

        await ended.Task.WaitAsync(TimeSpan.FromSeconds(10));
        server.Log.Lines.ShouldNotContain(line => line.Level >= LogLevel.Warning);
    }

    private static Task<SmallServer> StartAsync(bool describe = true)
    {
        var configuration = OrthancConfiguration.Default;
        return SmallServer.StartAsync(Map, configuration with { Http = configuration.Http with { HttpDescribeErrors = describe } });
    }

    private static void Map(WebApplication app)
    {
        app.MapPost("/instances", Throw(
            new OrthancException(OrthancError.BadFileFormat, "Cannot parse an invalid DICOM file (size: 5 bytes)")));
        app.MapGet("/raise/{code:int}",
            context => throw new OrthancException((OrthancError)int.Parse((string)context.Request.RouteValues["code"]!)));
        app.MapGet("/boom", Throw(new InvalidOperationException("secret")));
        app.MapGet("/overloaded", Throw(new Domain.Instances.IntakeOverloadedException()));
        app.MapGet("/prepared", context =>
        {
            context.Response.Headers["X-Prepared"] = "1";
            throw new OrthancException(OrthancError.BadRequest);
        });
        app.MapGet("/late", async context =>
        {
            await context.Response.WriteAsync("half of it");
            throw new OrthancException(OrthancError.BadRequest);
        });
        app.Map("/silent", context => context.DoesNotAnswerAsync());
    }

    private static RequestDelegate Throw(Exception exception) => _ => Task.FromException(exception);
}
