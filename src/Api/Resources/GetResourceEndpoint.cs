using EventDicom.Dicom;
using EventDicom.Projections.Resources;

namespace EventDicom.Api.Resources;

/// <summary><c>GET /{level}/{id}</c>.</summary>
public sealed class GetResourceEndpoint(ResourceQueries queries, ResourceJson resources, RequestedTags requestedTags) : OrthancEndpoint
{
    public override void Configure()
    {
        Get(ResourcePath.Routes("/{id}"));
        Describe(Allow.View, "Read one {level}").Takes(Argument.Format).Takes(Argument.RequestedTags).Answers(Shape.Named("{Level}"));
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        if (await queries.FindAsync(Level, Id, ct) is not { } view)
        {
            await NotAnsweredAsync();
            return;
        }

        var query = HttpContext.Request.Query;
        var requested = await requestedTags.ResolveAsync(query, view, ct);
        await AnswerAsync(json => resources.Write(json, view, TagFormat.Of(query, DicomJsonFormat.Simplify), requested));
    }
}
