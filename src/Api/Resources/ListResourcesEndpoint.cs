using EventDicom.Api.Finding;
using EventDicom.Dicom;
using EventDicom.Domain.Finding;

namespace EventDicom.Api.Resources;

/// <summary><c>GET /patients</c>, <c>/studies</c>, <c>/series</c>, <c>/instances</c>: all of a level in the order of their identifiers,
/// streamed.</summary>
public sealed class ListResourcesEndpoint(Finder finder, ExpandedResources expanded, ResourceJson resources) : OrthancEndpoint
{
    public override void Configure()
    {
        Get(ResourcePath.Routes(""));
        Describe(Allow.View, "List the {levels}")
            .Takes(Argument.Expand, new Argument("since", Shape.Whole, "How many to skip; needs limit"),
                new Argument("limit", Shape.Whole, "How many to answer at most, 0 for all; needs since"))
            .Takes(new Argument("response-content", Shape.Text,
                $"What to answer of each of them, in place of expand: some of {string.Join(", ", ResponseContent.Words)}, separated by "
                + $"semicolons"))
            .Takes(Argument.Format).Takes(Argument.RequestedTags)
            .Answers(Shape.EitherOf(Shape.Texts, Shape.ArrayOf(Shape.Named("FoundResource"))));
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        var (since, limit) = Page.Of(HttpContext.Request);
        var arguments = HttpContext.Request.Query;
        MatchParts? content = arguments.TryGetValue("response-content", out var words)
            ? ResponseContent.Read(words.ToString().Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            : null;
        var expands = HttpContext.Request.IsOn("expand") || content is not null;
        var query = new FindQuery(Level) { Since = since, Limit = limit == long.MaxValue
            ? null : limit, Parts = content ?? (expands ? MatchParts.Resource : MatchParts.None) };
        if (!expands)
        {
            await AnswerArrayAsync(finder.SearchAsync(query, ct), (json, match) => json.WriteStringValue(match.Id), ct);
            return;
        }

        var format = TagFormat.Of(arguments, DicomJsonFormat.Simplify);
        await AnswerArrayAsync(
            expanded.SearchAsync(query, expanded.Requested(arguments), format, strict: false, ct), (json, found) =>
                resources.Write(json, found.Match, format, query.Parts, found.Requested), ct);
    }
}
