using System.Globalization;
using EventDicom.Api.Configuration;
using EventDicom.Projections.Resources;
using FastEndpoints;

namespace EventDicom.Api.Metadata;

/// <summary><c>GET /{level}/{id}/metadata</c>: the names by their numbers, with <c>?expand</c> their values, with <c>?numeric</c> the numbers themselves.</summary>
public sealed class ListMetadataEndpoint(ResourceQueries queries) : OrthancEndpoint
{
    public override void Configure()
    {
        Get(ResourcePath.Routes("/{id}/metadata"));
        Describe(Allow.View, "List the metadata of one {level}").Takes(Argument.Expand, new Argument("numeric", Shape.Flag.By(false), "Numbers in the place of names"))
            .Answers(Shape.EitherOf(Shape.ArrayOf(Shape.Anything), Shape.MapOf(Shape.Text)), "Their names, or names and values");
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        var metadata = await queries.MetadataAsync(Level, Id, ct) ?? throw new OrthancException(OrthancError.UnknownResource);
        var (numeric, expand) = (HttpContext.Request.HasFlag("numeric"), HttpContext.Request.IsOn("expand"));
        var sorted = metadata.Select(entry => (Number: SystemMetadata.Numbers[entry.Key], Name: entry.Key, entry.Value)).OrderBy(entry => entry.Number);
        await AnswerAsync(json =>
        {
            if (expand)
            {
                json.WriteStartObject();
                foreach (var (number, name, value) in sorted) json.WriteString(numeric ? number.ToString(CultureInfo.InvariantCulture) : name, value);
                json.WriteEndObject();
                return;
            }

            json.WriteStartArray();
            foreach (var (number, name, _) in sorted)
            {
                if (numeric) json.WriteNumberValue(number);
                else json.WriteStringValue(name);
            }
            json.WriteEndArray();
        });
    }
}

/// <summary><c>GET /{level}/{id}/metadata/{name}</c>: one value by its name or number, with an ETag of its revision and content.</summary>
public sealed class GetMetadataEndpoint(ResourceQueries queries, OrthancConfiguration configuration) : OrthancEndpoint
{
    public override void Configure()
    {
        Get(ResourcePath.Routes("/{id}/metadata/{name}"));
        Describe(Allow.View, "Read one metadata of one {level}").AnswersText("The value").AnswersNothing("The ETag of If-None-Match is that of the value", 304);
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        var name = Route<string>("name")!;
        if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            name = SystemMetadata.Numbers.FirstOrDefault(entry => entry.Value == number).Key ?? name;
        else if (!SystemMetadata.Numbers.ContainsKey(name) && !configuration.Index.UserMetadata.ContainsKey(name))
            throw new OrthancException(OrthancError.InexistentItem, $"No metadata has this name: {name}");

        var metadata = await queries.MetadataAsync(Level, Id, ct) ?? throw new OrthancException(OrthancError.UnknownResource);
        if (!metadata.TryGetValue(name, out var value)) await NotAnsweredAsync();
        else if (HttpContext.IsUnchanged(ValueRevision.Of(value))) HttpContext.MarkResponseStart();
        else await AnswerTextAsync(value, ct);
    }
}
