using EventDicom.Dicom;
using EventDicom.Projections.Resources;

namespace EventDicom.Api.Resources;

/// <summary><c>GET /patients/{id}/studies</c> and its like: the resources of a lower level, expanded unless <c>expand=false</c>.</summary>
public sealed class DescendantsEndpoint(ResourceQueries queries, ResourceJson resources, RequestedTags requestedTags) : OrthancEndpoint
{
    public override void Configure()
    {
        Get(
        [
            "/patients/{id}/studies", "/patients/{id}/series", "/patients/{id}/instances",
            "/studies/{id}/series", "/studies/{id}/instances", "/series/{id}/instances",
        ]);
        Describe(Allow.View, "List the {relateds} of one {level}").Takes(Argument.Expand with { Shape = Shape.Flag.By(true) })
            .Takes(Argument.Format).Takes(Argument.RequestedTags).Answers(Shape.EitherOf(Shape.ArrayOf(Shape.Named("{Related}")), Shape.Texts));
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        await queries.DemandAsync(Level, Id, ct);

        var below = RelatedLevel;
        var query = HttpContext.Request.Query;
        if (!HttpContext.Request.IsOn("expand", absent: true))
        {
            var ids = queries.DescendantIdsAsync(below, Level, Id, ct);
            await AnswerArrayAsync(ids, (json, id) => json.WriteStringValue(id), ct);
            return;
        }

        var format = TagFormat.Of(query, DicomJsonFormat.Simplify);
        var expanded = requestedTags.ResolveAsync(query, queries.DescendantsAsync(below, Level, Id, ct), ct);
        await AnswerArrayAsync(expanded, (json, row) => resources.Write(json, row.View, format, row.Requested), ct);
    }
}
