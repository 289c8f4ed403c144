using Microsoft.AspNetCore.Authorization;

namespace EventDicom.Api.OpenApi;

/// <summary>
/// What the routes of one endpoint say of themselves: what they are for, who may use them, what they take and answer. Kept as it is
/// written until somebody asks for the document; nothing of it is worked out when the server starts.
/// </summary>
/// <param name="permission">One of <see cref="Security.Allow"/>.</param>
/// <param name="summary">One sentence without a full stop. Placeholders: see <see cref="RouteNames"/>.</param>
public sealed class RouteDescription(string permission, string summary)
{
    private const string Json = "application/json";

    private readonly Dictionary<string, (string Permission, string Summary)> _operations = new(StringComparer.Ordinal);

    /// <summary>The name of the operation, with placeholders; <c>null</c> for the one that follows from verb and path.</summary>
    public string? Name { get; private set; }

    /// <summary>What the document says beside the summary.</summary>
    public string? Details { get; private set; }

    public List<Argument> Arguments { get; } = [];

    /// <summary>Parameters of the path that mean something else than their names say elsewhere.</summary>
    public List<Argument> Parameters { get; } = [];

    /// <summary>What the body of a request may be, by its type of content.</summary>
    public List<(string ContentType, Shape Shape)> Bodies { get; } = [];

    public bool NeedsBody { get; private set; }

    /// <summary>The answers of success. Without a type of content the body is empty.</summary>
    public List<(int Status, string? ContentType, Shape Shape, string Meaning)> Results { get; } = [];

    /// <summary>What holds in place of the first where one endpoint answers several routes.</summary>
    /// <param name="operation">The last word of a route, or a verb.</param>
    public RouteDescription For(string operation, string permission, string summary)
    {
        _operations[operation] = (permission, summary);
        return this;
    }

    public RouteDescription Named(string name)
    {
        Name = name;
        return this;
    }

    public RouteDescription Explained(string details)
    {
        Details = details;
        return this;
    }

    public RouteDescription Takes(params IEnumerable<Argument> arguments)
    {
        Arguments.AddRange(arguments);
        return this;
    }

    public RouteDescription Where(string parameter, Shape shape, string meaning)
    {
        Parameters.Add(new(parameter, shape, meaning));
        return this;
    }

    public RouteDescription Reads(Shape shape, string contentType = Json, bool required = true)
    {
        Bodies.Add((contentType, shape));
        NeedsBody = required;
        return this;
    }

    public RouteDescription ReadsText(Shape? shape = null) => Reads(shape ?? Shape.Text, "text/plain");

    public RouteDescription Answers(
        Shape shape, string meaning = "Done", string contentType = Json, int status = StatusCodes.Status200OK) =>
        Result(status, contentType, shape, meaning);

    public RouteDescription AnswersText(string meaning, string contentType = "text/plain") => Answers(Shape.Text, meaning, contentType);

    public RouteDescription AnswersBytes(string meaning, params IEnumerable<string> contentTypes)
    {
        foreach (var type in contentTypes) Answers(Shape.Binary, meaning, type);
        return this;
    }

    /// <summary>A status with an empty body.</summary>
    public RouteDescription AnswersNothing(string meaning = "Done", int status = StatusCodes.Status200OK) =>
        Result(status, null, Shape.Anything, meaning);

    internal string SummaryOf(string operation, string method) => Of(operation, method).Summary;

    /// <summary>A convention: makes the description the route's own, and its permission the one policy that the route asks for.</summary>
    internal void AddTo(EndpointBuilder endpoint)
    {
        var route = (RouteEndpointBuilder)endpoint;
        var method = endpoint.Metadata.OfType<IHttpMethodMetadata>().Last().HttpMethods[0];
        // FastEndpoints would ask for a user with a name beside each policy; whether there must be one is decided before routing.
        for (var index = endpoint.Metadata.Count - 1; index >= 0; index--)
            if (endpoint.Metadata[index] is IAllowAnonymous) endpoint.Metadata.RemoveAt(index);
        endpoint.Metadata.Add(new AuthorizeAttribute(Of(RouteWords.Of(route.RoutePattern).Last, method).Permission));
        endpoint.Metadata.Add(new DescribedRoute(this, route.RoutePattern));
    }

    private (string Permission, string Summary) Of(string operation, string method) =>
        _operations.TryGetValue(operation, out var own) || _operations.TryGetValue(method, out own) ? own : (permission, summary);

    private RouteDescription Result(int status, string? contentType, Shape shape, string meaning)
    {
        Results.Add((status, contentType, shape, meaning));
        return this;
    }
}
