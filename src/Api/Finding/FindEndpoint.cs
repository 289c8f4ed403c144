using EventDicom.Api.Configuration;
using EventDicom.Api.Resources;
using EventDicom.Domain.Finding;

namespace EventDicom.Api.Finding;

/// <summary><c>POST /tools/find</c>: the resources of a level that fit, as identifiers or as objects, streamed.</summary>
public sealed class FindEndpoint(Finder finder, ExpandedResources expanded, ResourceJson resources, FindWords words, OrthancConfiguration configuration) : OrthancEndpoint
{
    public override void Configure()
    {
        Post("/tools/find");
        Describe(Allow.View, "Search for resources").Reads(Shape.Named("FindRequest"))
            .Answers(Shape.ArrayOf(Shape.EitherOf(Shape.Text, Shape.Named("FoundResource"))), "Their identifiers, or what they are");
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        var body = await HttpContext.Request.ReadJsonObjectAsync(OrthancError.BadRequest);
        var (query, expands, format, requested) = FindRequest.Read(body, words, configuration.Find);
        if (query.Since > 0 && (finder.NeedsFiles(query) || FindRequest.MindsCaseOfIdentifiers(query)))
            throw new OrthancException(OrthancError.BadRequest, "\"Since\" cannot be used where only files tell what fits");

        if (!expands) await AnswerArrayAsync(finder.SearchAsync(query, ct), (json, match) => json.WriteStringValue(match.Id), ct);
        else await AnswerArrayAsync(expanded.SearchAsync(query, requested, format, strict: false, ct), (json, found) => resources.Write(json, found.Match, format, query.Parts, found.Requested), ct);
    }
}

/// <summary><c>POST /tools/count-resources</c>: how many resources of a level fit.</summary>
public sealed class CountResourcesEndpoint(Finder finder, FindWords words, OrthancConfiguration configuration) : OrthancEndpoint
{
    public override void Configure()
    {
        Post("/tools/count-resources");
        Describe(Allow.View, "Count the resources that a search would find").Reads(Shape.Named("FindRequest")).Answers(Shape.Of(new Member("Count", Shape.Whole)));
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        var body = await HttpContext.Request.ReadJsonObjectAsync(OrthancError.BadRequest);
        var query = FindRequest.ReadQuery(body, words, configuration.Find);
        if (body.TryGetProperty("CaseSensitive", out var minds) && minds.ValueKind == System.Text.Json.JsonValueKind.True)
            throw new OrthancException(OrthancError.ParameterOutOfRange, "Resources cannot be counted with \"CaseSensitive\"");
        if (finder.NeedsFiles(query)) throw new OrthancException(OrthancError.BadRequest, "Resources cannot be counted where only files tell what fits");

        var count = await finder.CountAsync(query, ct);
        await AnswerAsync(json =>
        {
            json.WriteStartObject();
            json.WriteNumber("Count", count);
            json.WriteEndObject();
        });
    }
}
