namespace EventDicom.Api.Tools;

/// <summary><c>GET /tools</c>: the names of the routes below it.</summary>
public sealed class ListToolsEndpoint(EndpointDataSource endpoints) : OrthancEndpoint
{
    private const string Prefix = "/tools/";

    public override void Configure()
    {
        Get("/tools");
        Describe(Allow.View, "List the tools").Named("listTools").Answers(Shape.Texts);
    }

    public override Task HandleAsync(CancellationToken ct) => AnswerAsync(json =>
    {
        json.WriteStartArray();
        foreach (var name in endpoints.Endpoints.OfType<RouteEndpoint>()
            .Select(endpoint => "/" + endpoint.RoutePattern.RawText?.TrimStart('/'))
            .Where(path => path.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(path => path[Prefix.Length..].Split('/')[0])
            .Distinct().Order(StringComparer.Ordinal))
            json.WriteStringValue(name);
        json.WriteEndArray();
    });
}
