using EventDicom.Api.Configuration;
using EventDicom.Api.Server;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace EventDicom.Api.OpenApi;

/// <summary>What the document says as a whole: who speaks, how credentials are given, the shapes and answers that have names.</summary>
internal sealed class DescribedDocument(OrthancConfiguration configuration) : IOpenApiDocumentTransformer
{
    private const string Basic = "basic";

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new()
        {
            Title = "EventDicom",
            Version = ServerIdentity.Version,
            Description =
            $"Orthanc's REST API, as of Orthanc {ServerIdentity.OrthancVersion}. Every answer in JSON is XML where Accept asks for "
            + $"application/xml.",
            License = new() { Name = "MIT", Identifier = "MIT" },
        };

        foreach (var (name, shape) in NamedShapes.All) document.AddComponent(name, shape.ToSchema(document));
        document.AddComponent(DescribedOperations.Error, new OpenApiResponse
        {
            Description = "The request is refused. The body says why, or is empty",
            Content = new Dictionary<string,
                OpenApiMediaType> { ["text/plain"] = new() { Schema = new OpenApiSchemaReference("Error", document) } },
        });
        document.AddComponent(DescribedOperations.Unauthorized,
            new OpenApiResponse { Description = "The request has no credentials of a registered user" });

        document.AddComponent(Basic, new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = Basic });
        document.Security = [new() { [new(Basic, document)] = [] }];
        if (!configuration.Access.AuthenticationEnabled) document.Security.Add([]);

        document.Tags = RouteNames.Tags.Select(tag => new OpenApiTag { Name = tag.Key, Description = tag.Value }).ToHashSet();
        foreach (var server in document.Servers ?? []) server.Url = server.Url?.TrimEnd('/');
        return Task.CompletedTask;
    }
}
