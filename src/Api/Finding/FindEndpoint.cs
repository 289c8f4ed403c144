using EventDicom.Api.Configuration;
using EventDicom.Api.Resources;
using EventDicom.Domain.Finding;

namespace EventDicom.Api.Finding;

/// <summary><c>POST /tools/find</c>: the resources of a level that fit, as identifiers or as objects, streamed.</summary>
public sealed class FindEndpoint(Finder finder, ExpandedResources expanded, ResourceJson resources, FindWords words,
    OrthancConfiguration configuration) : OrthancEndpoint
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
        else await AnswerArrayAsync(expanded.SearchAsync(query, requested, format, strict: false, ct),
            (json, found) => resources.Write(json, found.Match, format, query.Parts, found.Requested), ct);
    }
}
