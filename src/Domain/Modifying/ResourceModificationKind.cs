using System.Text.Json.Nodes;
using EventDicom.Domain.Deleting;
using EventDicom.Domain.Instances;
using EventDicom.Domain.Jobs.Running;
using EventDicom.Domain.Labels;
using EventDicom.Domain.Modifying.Requests;
using EventDicom.Domain.Modifying.Rewriting;
using Microsoft.Extensions.Logging;

namespace EventDicom.Domain.Modifying;

/// <summary>Jobs of type <c>ResourceModification</c>.</summary>
public sealed class ResourceModificationKind(
    InstanceRewriter rewriter, DeleteInstances deletion, LabelCopying labels, IStoredInstances stored, MainDicomTagsRebuild rebuild,
    ModificationSettings settings,
    PublicPath path, ArchiveClock clock, ILogger<ResourceModificationKind> logger)
    : RewritingKind(rewriter, deletion, labels, stored, clock, logger)
{
    private static readonly ResourceLevel[] s_listed = [ResourceLevel.Instance, ResourceLevel.Series, ResourceLevel.Study,
        ResourceLevel.Patient];

    public override string Type => ModificationOrder.JobType;

    protected override Answer<Modification> Plan(JobContext job) => job.Read<ModificationOrder>().Read(settings);

    protected override string PatientNameOf(JobContext job) => job.Read<ModificationOrder>().PatientName;

    protected override IEnumerable<Deed> Deeds(JobContext job, Modification modification, IReadOnlyList<RewrittenChunk> chunks,
        DateTimeOffset now)
    {
        var command = job.Read<ModificationOrder>();
        var level = command.SourceLevel ?? command.ResultLevel ?? ResourceLevel.Study;
        var (tags, options) = (TouchedTags.Of(modification), RewriteOptions.Of(modification));
        return RewrittenSources.At(level, chunks).Select<RewrittenSource, Deed>(source => modification.Profile is { } profile
            ? new ResourceAnonymized(level, source.Id, source.PatientId, job.Id, source.Results, source.Series, profile.Version,
                tags, options, now)
            : new ResourceModified(level, source.Id, source.PatientId, job.Id, source.Results, source.Series, tags, options, now));
    }

    protected override Task SettleAsync(JobContext job, Modification modification, IReadOnlyList<RewrittenChunk> chunks,
        CancellationToken ct) =>
        rebuild.RunAsync(modification, chunks, job.Origin, ct);

    protected override JsonObject Content(JobContext job, IReadOnlyList<RewrittenChunk> chunks)
    {
        if (job.Read<ModificationOrder>().ResultLevel is not { } level)
            return new() { ["Resources"] = new JsonArray(
                [.. s_listed.SelectMany(listed => Created(chunks, listed).Distinct().Select(id => Resource(listed, id)))]) };

        if (Created(chunks, level) is not [var first, ..]) return [];
        var content = Resource(level, first);
        content["PatientID"] = Created(chunks, ResourceLevel.Patient)[0].Value;
        return content;
    }

    private static List<OrthancId> Created(IReadOnlyList<RewrittenChunk> chunks, ResourceLevel level) =>
        [.. chunks.SelectMany(chunk => chunk.Instances.Select(result =>
            level == ResourceLevel.Instance ? result.Id : chunk.Parents[result.Parents].At(level)))];

    private JsonObject Resource(ResourceLevel level, OrthancId id) =>
        new() { ["ID"] = id.Value, ["Path"] = path(level, id), [nameof(Type)] = level.ToString() };
}
