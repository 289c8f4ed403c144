using EventDicom.Dicom;
using EventDicom.Projections.Resources;

namespace EventDicom.Api.Resources;

/// <summary><c>GET /instances/{id}/study</c> and its like: the resource of a higher level.</summary>
public sealed class AncestorEndpoint(ResourceQueries queries, ResourceJson resources, RequestedTags requestedTags) : OrthancEndpoint
{
    public override void Configure()
    {
        Get(
        [
            "/studies/{id}/patient", "/series/{id}/patient", "/series/{id}/study",
            "/instances/{id}/patient", "/instances/{id}/study", "/instances/{id}/series",
        ]);
        Describe(Allow.View, "Read the {related} that one {level} belongs to").Named("get{Related}Of{Level}")
            .Takes(Argument.Format).Takes(Argument.RequestedTags).Answers(Shape.Named("{Related}"));
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        if (await queries.AncestorAsync(RelatedLevel, Level, Id, ct) is not { } view)
        {
            // Orthanc tells an unknown id from one of another level here.
            if (await queries.LevelOfAsync(Id, ct) is null) throw new OrthancException(OrthancError.UnknownResource);
            await NotAnsweredAsync();
            return;
        }

        var query = HttpContext.Request.Query;
        var requested = await requestedTags.ResolveAsync(query, view, ct);
        await AnswerAsync(json => resources.Write(json, view, TagFormat.Of(query, DicomJsonFormat.Simplify), requested));
    }
}
