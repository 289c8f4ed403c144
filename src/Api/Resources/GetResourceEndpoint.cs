using EventDicom.Dicom;
using EventDicom.Projections.Resources;

namespace EventDicom.Api.Resources;

/// <summary><c>GET /{level}/{id}</c>.</summary>
public sealed class GetResourceEndpoint(
    ResourceQueries queries, ExpandedResources expanded, ResourceJson resources, KeptAnswers answers) : OrthancEndpoint
{
    public override void Configure()
    {
        Get(ResourcePath.Routes("/{id}"));
        Describe(Allow.View, "Read one {level}").Takes(Argument.Format).Takes(Argument.RequestedTags).Answers(Shape.Named("{Level}"));
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        var arguments = HttpContext.Request.Query;
        var format = TagFormat.Of(arguments, DicomJsonFormat.Simplify);
        if (expanded.Requested(arguments) is not null)
        {
            if (await expanded.OneAsync(arguments, Level, new(Level, [Id]), ct) is not { } found) await NotAnsweredAsync();
            else await AnswerAsync(json => resources.Write(json, found.Match, format, requested: found.Requested));
        }
        // Without further tags the resource may be in memory.
        else if (await queries.FindAsync(Level, Id, ct) is not { } row) await NotAnsweredAsync();
        else if (format == DicomJsonFormat.Simplify) await AnswerAsync(json => answers.Write(json, row));
        else await AnswerAsync(json => resources.Write(json, row, format));
    }
}
