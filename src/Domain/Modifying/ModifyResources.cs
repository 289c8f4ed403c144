using System.Text.Json;
using System.Text.Json.Nodes;
using EventDicom.Domain.Deleting;
using EventDicom.Domain.Instances;
using EventDicom.Domain.Jobs.Running;
using EventDicom.Domain.Labels;
using EventDicom.Domain.Modifying.Requests;
using EventDicom.Domain.Modifying.Rewriting;
using Microsoft.Extensions.Logging;

namespace EventDicom.Domain.Modifying;

/// <summary>The command of a job that modifies or anonymizes resources.</summary>
/// <param name="Request">The body of the request.</param>
/// <param name="Level">At which a modification acts; <c>null</c> to tell it from what is replaced. Nothing to an anonymization.</param>
/// <param name="PatientName">What an anonymized patient is called.</param>
/// <param name="ResultLevel">Level of the one result that the content names; <c>null</c> for a bulk, which lists all of them.</param>
/// <param name="SourceLevel">Level of the one resource that was named; <c>null</c> for a bulk, and in jobs of earlier versions.</param>
public sealed record ModifyResources(JsonElement Request, bool IsAnonymization, ResourceLevel? Level, string PatientName, ResourceLevel? ResultLevel, ResourceLevel? SourceLevel = null)
{
    public const string JobType = "ResourceModification";

    /// <returns>Refused with the error that Orthanc gives.</returns>
    public Answer<Modification> Read(ModificationSettings settings)
    {
        var answer = IsAnonymization ? ModificationReader.ReadAnonymization(Request, settings) : ModificationReader.ReadModification(Request, Level, settings);
        return !answer.IsRefused(out _, out var modification) && IdentifierRules.CheckStorable(modification, settings.Overwrites) is { } refused ? refused : answer;
    }
}

/// <summary>Jobs of type <c>ResourceModification</c>.</summary>
public sealed class ResourceModificationKind(
    InstanceRewriter rewriter, DeleteInstances deletion, LabelCopying labels, IStoredInstances stored, MainDicomTagsRebuild rebuild, ModificationSettings settings,
    PublicPath path, ArchiveClock clock, ILogger<ResourceModificationKind> logger)
    : RewritingKind(rewriter, deletion, labels, stored, clock, logger)
{
    private static readonly ResourceLevel[] s_listed = [ResourceLevel.Instance, ResourceLevel.Series, ResourceLevel.Study, ResourceLevel.Patient];

    public override string Type => ModifyResources.JobType;

    protected override Answer<Modification> Plan(JobContext job) => job.Read<ModifyResources>().Read(settings);

    protected override string PatientNameOf(JobContext job) => job.Read<ModifyResources>().PatientName;

    protected override IEnumerable<Deed> Deeds(JobContext job, Modification modification, IReadOnlyList<RewrittenChunk> chunks, DateTimeOffset now)
    {
        var command = job.Read<ModifyResources>();
        var level = command.SourceLevel ?? command.ResultLevel ?? ResourceLevel.Study;
        var (tags, options) = (TouchedTags.Of(modification), RewriteOptions.Of(modification));
        return RewrittenSources.At(level, chunks).Select<RewrittenSource, Deed>(source => modification.Profile is { } profile
            ? new ResourceAnonymized(level, source.Id, source.PatientId, job.Id, source.Results, source.Series, profile.Version, tags, options, now)
            : new ResourceModified(level, source.Id, source.PatientId, job.Id, source.Results, source.Series, tags, options, now));
    }

    protected override Task SettleAsync(JobContext job, Modification modification, IReadOnlyList<RewrittenChunk> chunks, CancellationToken cancellation) =>
        rebuild.RunAsync(modification, chunks, job.Origin, cancellation);

    protected override JsonObject Content(JobContext job, IReadOnlyList<RewrittenChunk> chunks)
    {
        if (job.Read<ModifyResources>().ResultLevel is not { } level)
            return new() { ["Resources"] = new JsonArray([.. s_listed.SelectMany(listed => Created(chunks, listed).Distinct().Select(id => Resource(listed, id)))]) };

        if (Created(chunks, level) is not [var first, ..]) return [];
        var content = Resource(level, first);
        content["PatientID"] = Created(chunks, ResourceLevel.Patient)[0].Value;
        return content;
    }

    private static List<OrthancId> Created(IReadOnlyList<RewrittenChunk> chunks, ResourceLevel level) =>
        [.. chunks.SelectMany(chunk => chunk.Instances.Select(result => level == ResourceLevel.Instance ? result.Id : chunk.Parents[result.Parents].At(level)))];

    private JsonObject Resource(ResourceLevel level, OrthancId id) =>
        new() { ["ID"] = id.Value, ["Path"] = path(level, id), [nameof(Type)] = level.ToString() };
}
