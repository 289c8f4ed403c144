using EventDicom.Dicom;
using EventDicom.Projections.Resources;

namespace EventDicom.Api.Resources;

/// <summary><c>GET /{level}/{id}</c>.</summary>
public sealed class GetResourceEndpoint(ResourceQueries queries, ExpandedResources expanded, ResourceJson resources) : OrthancEndpoint
{
    public override void Configure()
    {
        Get(ResourcePath.Routes("/{id}"));
        Describe(Allow.View, "Read one {level}").Takes(Argument.Format).Takes(Argument.RequestedTags).Answers(Shape.Named("{Level}"));
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        var arguments = HttpContext.Request.Query;
        // Without further tags the resource may be in memory.
        var found = expanded.Requested(arguments) is null
            ? await queries.FindAsync(Level, Id, ct) is { } kept ? new ExpandedResource(kept, null) : (ExpandedResource?)null
            : await expanded.OneAsync(arguments, Level, new(Level, [Id]), ct);
        if (found is not { } resource) await NotAnsweredAsync();
        else await AnswerAsync(json => resources.Write(json, resource.Match, TagFormat.Of(arguments, DicomJsonFormat.Simplify),
            requested: resource.Requested));
    }
}
