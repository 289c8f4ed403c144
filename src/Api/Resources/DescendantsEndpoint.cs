using EventDicom.Dicom;
using EventDicom.Domain.Finding;
using EventDicom.Projections.Resources;

namespace EventDicom.Api.Resources;

/// <summary><c>GET /patients/{id}/studies</c> and its like: the resources of a lower level in the order of their identifiers, expanded
/// unless <c>expand=false</c>.</summary>
public sealed class DescendantsEndpoint(ResourceQueries queries, Finder finder, ExpandedResources expanded, ResourceJson resources)
    : OrthancEndpoint
{
    public override void Configure()
    {
        Get(
        [
            "/patients/{id}/studies", "/patients/{id}/series", "/patients/{id}/instances",
            "/studies/{id}/series", "/studies/{id}/instances", "/series/{id}/instances",
        ]);
        Describe(Allow.View, "List the {relateds} of one {level}").Takes(Argument.Expand with { Shape = Shape.Flag.By(true) })
            .Takes(Argument.Format).Takes(Argument.RequestedTags)
            .Answers(Shape.EitherOf(Shape.ArrayOf(Shape.Named("{Related}")), Shape.Texts));
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        await queries.DemandAsync(Level, Id, ct);

        var arguments = HttpContext.Request.Query;
        var query = new FindQuery(RelatedLevel) { Related = new(Level, [Id]) };
        if (!HttpContext.Request.IsOn("expand", absent: true))
        {
            await AnswerArrayAsync(finder.SearchAsync(query, ct), (json, match) => json.WriteStringValue(match.Id), ct);
            return;
        }

        var format = TagFormat.Of(arguments, DicomJsonFormat.Simplify);
        var found = expanded.SearchAsync(query with { Parts = MatchParts.Resource }, expanded.Requested(arguments), format,
            strict: false, ct);
        await AnswerArrayAsync(found, (json, row) => resources.Write(json, row.Match, format, requested: row.Requested), ct);
    }
}
