using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace EventDicom.Api.OpenApi;

/// <summary>Shapes as schemas of OpenAPI.</summary>
internal static class SchemaConversion
{
    /// <param name="names">Of the route that the shape is told for; <c>null</c> for shapes with names, in which no placeholders
    /// are.</param>
    public static IOpenApiSchema ToSchema(this Shape shape, OpenApiDocument document, RouteNames? names = null)
    {
        if (shape.Name is { } name) return new OpenApiSchemaReference(names?.Fill(name) ?? name, document);

        var type = TypeOf(shape);
        return new OpenApiSchema
        {
            Type = shape.Nullable ? type | JsonSchemaType.Null : type,
            Format = shape.Format,
            Enum = shape.Values is [] ? null : [.. shape.Values.Select(value => (JsonNode)value)],
            Items = shape.Items?.ToSchema(document, names),
            AnyOf = shape.Choices is [] ? null : [.. shape.Choices.Select(choice => choice.ToSchema(document, names))],
            Properties = shape.Members is []
            ? null : shape.Members.ToDictionary(member => member.Name, member => Describe(member, document, names)),
            Required = shape.Members.Where(member => member.Always).Select(member => member.Name)
            .ToHashSet(StringComparer.Ordinal) is { Count: > 0 } always ? always : null,
            AdditionalProperties = shape.Others?.ToSchema(document, names),
            Default = shape.Default is null ? null : JsonSerializer.SerializeToNode(shape.Default),
        };
    }

    private static IOpenApiSchema Describe(Member member, OpenApiDocument document, RouteNames? names)
    {
        var schema = member.Shape.ToSchema(document, names);
        if (schema is OpenApiSchema own) own.Description = member.Meaning;
        return schema;
    }

    private static JsonSchemaType? TypeOf(Shape shape) => shape.Type switch
    {
        "string" => JsonSchemaType.String,
        "integer" => JsonSchemaType.Integer,
        "number" => JsonSchemaType.Number,
        "boolean" => JsonSchemaType.Boolean,
        "array" => JsonSchemaType.Array,
        "object" => JsonSchemaType.Object,
        _ => null,
    };
}
