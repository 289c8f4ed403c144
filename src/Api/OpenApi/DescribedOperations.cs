using System.Globalization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.OpenApi;

namespace EventDicom.Api.OpenApi;

/// <summary>Puts what routes say of themselves into the operations of the document, in place of what ASP.NET supposes from their
/// handlers.</summary>
internal sealed class DescribedOperations : IOpenApiOperationTransformer
{
    /// <summary>The answer that every operation may give, by its name in the document.</summary>
    public const string Error = "Error";

    /// <summary>The answer to a request without credentials.</summary>
    public const string Unauthorized = "Unauthorized";

    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<DescribedRoute>().SingleOrDefault() is not { } route)
            return Task.CompletedTask;

        var document = context.Document ?? throw new InvalidOperationException("The operation belongs to no document");
        var (description, names) = (route.Description, new RouteNames(route.Pattern));
        var method = context.Description.HttpMethod ?? HttpMethods.Get;
        operation.OperationId = description.Name is { } name ? names.Fill(name) : names.OperationOf(method);
        operation.Summary = names.Fill(description.SummaryOf(names.Operation, method));
        operation.Description = description.Details;
        operation.Tags = new HashSet<OpenApiTagReference> { new(names.Tag, document) };
        operation.Parameters =
        [
            .. route.Pattern.Parameters.Select(parameter => PathParameter(parameter, description, names, document)),
            .. description.Arguments.Select(argument => QueryParameter(argument, document)),
        ];
        operation.RequestBody = description.Bodies is [] ? null : new OpenApiRequestBody
        {
            Required = description.NeedsBody,
            Content = description.Bodies.ToDictionary(body => body.ContentType, body => Media(body.Shape, document, names)),
        };
        operation.Responses = Responses(description, route.Pattern.Parameters.Count > 0, document, names);
        return Task.CompletedTask;
    }

    private static OpenApiParameter PathParameter(RoutePatternParameterPart parameter, RouteDescription description, RouteNames names,
        OpenApiDocument document)
    {
        var argument = description.Parameters.SingleOrDefault(own => own.Name == parameter.Name) ?? Usual(parameter.Name, names);
        return new()
        {
            Name = argument.Name,
            In = ParameterLocation.Path,
            Required = true,
            Description = names.Fill(argument.Meaning),
            Schema = argument.Shape.ToSchema(document, names),
        };
    }

    private static Argument Usual(string parameter, RouteNames names) => parameter switch
    {
        "id" when names.HasLevel => new(parameter, Shape.Text, "Orthanc's identifier of the {level}"),
        "id" => new(parameter, Shape.Text, "The name or the identifier"),
        "frame" => new(parameter, Shape.Whole, "The number of the frame, from 0"),
        "label" => new(parameter, Shape.Text, "The label: 1 to 64 letters, digits, underscores and hyphens"),
        _ => new(parameter, Shape.Text, "The name or the number"),
    };

    private static OpenApiParameter QueryParameter(Argument argument, OpenApiDocument document) => new()
    {
        Name = argument.Name,
        In = ParameterLocation.Query,
        Description = argument.Meaning,
        Schema = argument.Shape.ToSchema(document),
    };

    private static OpenApiMediaType Media(Shape shape, OpenApiDocument document, RouteNames names) =>
        new() { Schema = shape.ToSchema(document, names) };

    private static OpenApiResponses Responses(RouteDescription description, bool hasParameters, OpenApiDocument document, RouteNames names)
    {
        var responses = new OpenApiResponses();
        foreach (var results in description.Results.GroupBy(result => result.Status))
        {
            var contents = results.Where(result => result.ContentType is not null).ToArray();
            responses[results.Key.ToString(CultureInfo.InvariantCulture)] = new OpenApiResponse
            {
                Description = string.Join("; ", results.Select(result => result.Meaning).Distinct()),
                Content = contents is [] ? null
                : contents.ToDictionary(result => result.ContentType!, result => Media(result.Shape, document, names)),
            };
        }

        responses["401"] = new OpenApiResponseReference(Unauthorized, document);
        foreach (var status in (string[])["400", "403", .. hasParameters ? ["404"] : Array.Empty<string>(), "default"])
            responses[status] = new OpenApiResponseReference(Error, document);
        return responses;
    }
}
