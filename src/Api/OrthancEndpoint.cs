using System.Text;
using System.Text.Json;
using EventDicom.Domain;
using EventDicom.Domain.Measuring;
using FastEndpoints;

namespace EventDicom.Api;

/// <summary>What every route has in common: Orthanc's ways to answer, and what its query strings say.</summary>
public abstract class OrthancEndpoint : EndpointWithoutRequest
{
    /// <summary>The <c>{id}</c> of the route. What cannot be the id of a resource or of a job is one that nothing has:
    /// <see cref="OrthancId.None"/>.</summary>
    protected string Id => Route<string>("id")! is var id && Guid.TryParseExact(id, "D", out _) ? id : OrthancId.Parse(id).Value;

    /// <summary>The <c>{id}</c> of a route whose things have names that people gave them.</summary>
    protected string Name => Route<string>("id")!;

    /// <summary>The level that the first segment of the route names.</summary>
    protected ResourceLevel Level => Words.Level ?? throw new InvalidOperationException($"{HttpContext.GetEndpoint()} names no level");

    /// <summary>The level that the last segment of the route names, as in <c>/patients/{id}/studies</c>.</summary>
    protected ResourceLevel RelatedLevel =>
        ResourcePath.TryGetLevel(Operation, out var level)
        ? level : throw new InvalidOperationException($"{HttpContext.GetEndpoint()} names no level");

    /// <summary>The last segment of the route that is no parameter: what is asked of the resource, where one class answers several
    /// routes.</summary>
    protected string Operation => Words.Last;

    /// <summary>Who is asking, and from where.</summary>
    protected Origin Origin => new(
        OriginKind.RestApi,
        User.Identity?.Name ?? "",
        HttpContext.Connection.RemoteIpAddress is { IsIPv4MappedToIPv6: true } mapped
        ? mapped.MapToIPv4().ToString() : HttpContext.Connection.RemoteIpAddress?.ToString(),
        CorrelationId: HttpContext.TraceIdentifier) { TraceParent = Spans.Current };

    private RouteWords Words => HttpContext.GetEndpoint()!.Metadata.GetRequiredMetadata<RouteWords>();

    /// <summary>Says what the routes of the endpoint are for and which permission they ask for. Every endpoint must, in
    /// <c>Configure</c>.</summary>
    /// <inheritdoc cref="RouteDescription(string, string)"/>
    protected RouteDescription Describe(string permission, string summary)
    {
        var description = new RouteDescription(permission, summary);
        Options(routes => routes.Add(description.AddTo));
        return description;
    }

    protected Task AnswerAsync(Action<Utf8JsonWriter> write) =>
        HttpContext.Response.WriteOrthancJsonAsync(write, static (json, write) => write(json));

    /// <summary>An array of any length, in constant memory.</summary>
    protected async Task AnswerArrayAsync<T>(IAsyncEnumerable<T> items, Action<Utf8JsonWriter, T> write, CancellationToken ct)
    {
        using var answer = JsonAnswer.To(HttpContext.Response);
        answer.Writer.WriteStartArray();
        await foreach (var item in items.WithCancellation(ct))
        {
            write(answer.Writer, item);
            await answer.DrainAsync();
        }
        answer.Writer.WriteEndArray();
        await answer.SendAsync();
    }

    /// <summary>An array of names, or an object that says what each of them means.</summary>
    protected Task AnswerNamesAsync<T>(IReadOnlyList<KeyValuePair<string, T>> items, bool expand, Action<Utf8JsonWriter, T> write) => expand
        ? AnswerAsync(json =>
        {
            json.WriteStartObject();
            foreach (var (name, item) in items)
            {
                json.WritePropertyName(name);
                write(json, item);
            }
            json.WriteEndObject();
        })
        : HttpContext.Response.WriteOrthancJsonAsync(items.Select(item => item.Key));

    protected Task AnswerTextAsync(string text, CancellationToken ct, string contentType = "text/plain")
    {
        HttpContext.Response.ContentType = contentType;
        HttpContext.Response.ContentLength = Encoding.UTF8.GetByteCount(text);
        return HttpContext.Response.WriteAsync(text, ct);
    }

    /// <summary>200 with nothing in it, as Orthanc answers a PUT or a DELETE.</summary>
    protected Task AnswerNothingAsync(CancellationToken ct) => AnswerTextAsync("", ct);

    /// <summary>200 with nothing in it, or why not.</summary>
    protected Task AnswerNothingAsync(Refused? refused, CancellationToken ct) => refused is null ? AnswerNothingAsync(ct)
        : RefuseAsync(refused);

    /// <summary>Nothing more where the answer was given already, or why there is none.</summary>
    protected Task AnsweredAsync(Refused? refused) => refused is null ? Task.CompletedTask : RefuseAsync(refused);

    /// <summary>Says no, in Orthanc's words.</summary>
    protected async Task RefuseAsync(Refused refused)
    {
        await HttpContext.RequestServices.GetRequiredService<ErrorAnswer>().WriteAsync(HttpContext, Failure.Of(refused));
        HttpContext.MarkResponseStart(); // else FastEndpoints would say 204
    }

    /// <summary>Orthanc's way of not answering: an empty body, 400 to a POST and 404 to anything else.</summary>
    protected async Task NotAnsweredAsync()
    {
        await HttpContext.DoesNotAnswerAsync();
        HttpContext.MarkResponseStart(); // else FastEndpoints would say 204
    }

    /// <summary>403 with an empty body: what the system keeps is not for users to change.</summary>
    protected Task ForbiddenAsync()
    {
        HttpContext.Response.StatusCode = StatusCodes.Status403Forbidden;
        HttpContext.Response.ContentLength = 0;
        HttpContext.MarkResponseStart(); // else FastEndpoints would say 204
        return Task.CompletedTask;
    }

    /// <summary>405 with an empty body, as a path answers that has routes for other methods alone.</summary>
    protected Task NotAllowedAsync(params IEnumerable<string> allowed)
    {
        HttpContext.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
        HttpContext.Response.Headers.Allow = string.Join(',', allowed);
        HttpContext.Response.ContentLength = 0;
        HttpContext.MarkResponseStart(); // else FastEndpoints would say 204
        return Task.CompletedTask;
    }

    /// <summary><c>{}</c>.</summary>
    protected Task AnswerEmptyObjectAsync() => AnswerAsync(static json =>
    {
        json.WriteStartObject();
        json.WriteEndObject();
    });
}
