using EventDicom.Projections.Views;
using EventDicom.Projections.Resources;

namespace EventDicom.Api.Tools;

/// <summary>
/// <c>POST /tools/reconstruct</c> and <c>/{level}/{id}/reconstruct</c>: brings the indexes back to what they must be. Orthanc
/// reads every file again for it; here all views are built anew from the events, beside those in use, and then exchanged.
/// </summary>
public sealed class ReconstructEndpoint(ViewRebuild rebuild, ResourceQueries queries, ILogger<ReconstructEndpoint> logger) : OrthancEndpoint
{
    public override void Configure()
    {
        Post(["/tools/reconstruct", .. ResourcePath.Routes("/{id}/reconstruct")]);
        Describe(Allow.Settings, "Build the indexes anew from the events").AnswersNothing("Done, for the whole archive");
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        // As in Orthanc, the level of the route counts for nothing.
        if (HttpContext.Request.RouteValues.ContainsKey("id") && await queries.LevelOfAsync(Id, ct) is null) throw new OrthancException(OrthancError.UnknownResource);
        await rebuild.RunAsync(new Progress<RebuildProgress>(progress => Log.Rebuilding(logger, progress.Done, progress.Total)), ct);
        await AnswerNothingAsync(ct);
    }
}
