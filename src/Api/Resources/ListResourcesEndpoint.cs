using EventDicom.Dicom;
using EventDicom.Projections.Resources;

namespace EventDicom.Api.Resources;

/// <summary><c>GET /patients</c>, <c>/studies</c>, <c>/series</c>, <c>/instances</c>: all of a level, streamed.</summary>
public sealed class ListResourcesEndpoint(ResourceQueries queries, ResourceJson resources, RequestedTags requestedTags) : OrthancEndpoint
{
    public override void Configure()
    {
        Get(ResourcePath.Routes(""));
        Describe(Allow.View, "List the {levels}")
            .Takes(Argument.Expand, new Argument("since", Shape.Whole, "How many to skip; needs limit"), new Argument("limit", Shape.Whole, "How many to answer at most, 0 for all; needs since"))
            .Takes(Argument.Format).Takes(Argument.RequestedTags).Answers(Shape.EitherOf(Shape.Texts, Shape.ArrayOf(Shape.Named("{Level}"))));
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        var (since, limit) = Page.Of(HttpContext.Request);
        var query = HttpContext.Request.Query;
        if (!HttpContext.Request.IsOn("expand"))
        {
            var ids = queries.ListIdsAsync(Level, since, limit, ct);
            await AnswerArrayAsync(ids, (json, id) => json.WriteStringValue(id), ct);
            return;
        }

        var format = TagFormat.Of(query, DicomJsonFormat.Simplify);
        var expanded = requestedTags.ResolveAsync(query, queries.ListAsync(Level, since, limit, ct), ct);
        await AnswerArrayAsync(expanded, (json, row) => resources.Write(json, row.View, format, row.Requested), ct);
    }
}
