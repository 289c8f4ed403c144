using System.Text.Json;
using EventDicom.Api.Configuration;
using EventDicom.Domain;
using EventDicom.Domain.Reconstructing;
using EventDicom.Projections.Resources;
using EventDicom.Projections.Views;

namespace EventDicom.Api.Tools;

/// <summary>
/// <c>POST /tools/reconstruct</c> and <c>/{level}/{id}/reconstruct</c>: brings the indexes back to what they must be. For the whole archive
/// all views are built anew from the events, beside those in use, and then exchanged. Then the files of those resources are read that do
/// not have all main tags of today.
/// </summary>
public sealed class ReconstructEndpoint(ViewRebuild rebuild, Reconstruction reconstruction, ResourceQueries queries,
    ILogger<ReconstructEndpoint> logger) : OrthancEndpoint
{
    private const int LongestBody = 64 * 1024;

    public override void Configure()
    {
        Post(["/tools/reconstruct", .. ResourcePath.Routes("/{id}/reconstruct")]);
        Describe(Allow.Settings, "Bring the indexes up to date from events and files")
            .Explained("Without an id all indexes are built anew from the events, too.")
            .Reads(Shape.Of(
                Member.Optional("ReconstructFiles", Shape.Flag.By(false),
                    "Read all files, not only those of resources that lack main tags of today"),
                Member.Optional("LimitToThisLevelMainDicomTags", Shape.Flag.By(false),
                    "Leave alone what lies below and above the resource")))
            .AnswersNothing("Done");
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        var (every, thisLevelOnly) = await OptionsAsync();
        (ResourceLevel, OrthancId)? around = null;
        if (HttpContext.Request.RouteValues.ContainsKey("id"))
        {
            // As in Orthanc, the level of the route counts for nothing.
            around = (await queries.LevelOfAsync(Id, ct) ?? throw new OrthancException(OrthancError.UnknownResource), new(Id));
        }
        else
        {
            await rebuild.RunAsync(new Progress<RebuildProgress>(progress => Log.Rebuilding(logger, progress.Done, progress.Total)), ct);
        }

        await reconstruction.RunAsync(
            new() { Around = around, ThisLevelOnly = thisLevelOnly, Every = every }, Origin,
            new Progress<int>(read => Log.ReadingAgain(logger, read)), ct);
        await AnswerNothingAsync(ct);
    }

    private async Task<(bool Every, bool ThisLevelOnly)> OptionsAsync()
    {
        var body = await HttpContext.Request.ReadBytesAsync(LongestBody);
        if (body.Length == 0) return default;
        if (!LenientJson.TryParse(body, out var json) || json.ValueKind != JsonValueKind.Object)
            throw new OrthancException(OrthancError.BadFileFormat, "The body must contain a JSON object");
        return (DefinitionJson.Flag(json, "ReconstructFiles", false), DefinitionJson.Flag(json, "LimitToThisLevelMainDicomTags", false));
    }
}
