using System.Globalization;
using EventDicom.Domain.Metadata;
using EventDicom.Projections.Metadata;
using FastEndpoints;

namespace EventDicom.Api.Metadata;

/// <summary><c>GET /{level}/{id}/metadata</c>: the names by their numbers, with <c>?expand</c> their values, with <c>?numeric</c> the
/// numbers themselves.</summary>
public sealed class ListMetadataEndpoint(MetadataQueries queries, MetadataNames names) : OrthancEndpoint
{
    public override void Configure()
    {
        Get(ResourcePath.Routes("/{id}/metadata"));
        Describe(Allow.View, "List the metadata of one {level}")
            .Takes(Argument.Expand, new Argument("numeric", Shape.Flag.By(false), "Numbers in the place of names"))
            .Answers(Shape.EitherOf(Shape.ArrayOf(Shape.Anything), Shape.MapOf(Shape.Text)), "Their names, or names and values");
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        var metadata = await queries.OfAsync(Level, Id, ct) ?? throw new OrthancException(OrthancError.UnknownResource);
        var (numeric, expand) = (HttpContext.Request.HasFlag("numeric"), HttpContext.Request.IsOn("expand"));
        await AnswerAsync(json =>
        {
            if (expand)
            {
                json.WriteStartObject();
                foreach (var (number, value) in metadata)
                    json.WriteString(numeric ? number.ToString(CultureInfo.InvariantCulture) : names.NameOf(number), value.Text);
                json.WriteEndObject();
                return;
            }

            json.WriteStartArray();
            foreach (var number in metadata.Keys)
            {
                if (numeric) json.WriteNumberValue(number);
                else json.WriteStringValue(names.NameOf(number));
            }
            json.WriteEndArray();
        });
    }
}
