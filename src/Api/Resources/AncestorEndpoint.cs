using EventDicom.Dicom;
using EventDicom.Projections.Resources;

namespace EventDicom.Api.Resources;

/// <summary><c>GET /instances/{id}/study</c> and its like: the resource of a higher level.</summary>
public sealed class AncestorEndpoint(ResourceQueries queries, ExpandedResources expanded, ResourceJson resources) : OrthancEndpoint
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
        if (await expanded.OneAsync(HttpContext.Request.Query, RelatedLevel, new(Level, [Id]), ct) is not { } found)
        {
            // Orthanc tells an unknown id from one of another level here.
            if (await queries.LevelOfAsync(Id, ct) is null) throw new OrthancException(OrthancError.UnknownResource);
            await NotAnsweredAsync();
            return;
        }

        await AnswerAsync(json => resources.Write(json, found.Match, TagFormat.Of(HttpContext.Request.Query, DicomJsonFormat.Simplify),
            requested: found.Requested));
    }
}
