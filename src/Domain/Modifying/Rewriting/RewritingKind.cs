using System.Text.Json;
using System.Text.Json.Nodes;
using EventDicom.Domain.Deleting;
using EventDicom.Domain.Instances;
using EventDicom.Domain.Jobs.Running;
using EventDicom.Domain.Labels;
using Microsoft.Extensions.Logging;

namespace EventDicom.Domain.Modifying.Rewriting;

/// <summary>
/// Jobs that make new instances of stored ones. Sources are deleted, where they must be, when every result is durable and was read back;
/// one of which nothing came, because it failed and the job is permissive, stays. A job that fails leaves none of its results, unless they
/// may have taken the place of what was stored before.
/// </summary>
public abstract class RewritingKind(InstanceRewriter rewriter, DeleteInstances deletion, LabelCopying labels, IStoredInstances stored,
    ArchiveClock clock, ILogger logger) : IJobKind
{
    public abstract string Type { get; }

    public async Task<Answer<ChunkOutcome>> WorkAsync(JobContext job, IReadOnlyList<OrthancId> instances, CancellationToken ct)
    {
        if (Plan(job).IsRefused(out var refused, out var modification)) return refused;
        return await rewriter.RewriteAsync(job, modification, PatientNameOf(job), instances, ct);
    }

    public async Task<Answer<JobResult>> CompleteAsync(JobContext job, IReadOnlyList<JsonElement> findings, CancellationToken ct)
    {
        if (Plan(job).IsRefused(out var refused, out var modification)) return refused;
        var chunks = Read(findings);
        if (modification.KeepLabels)
            foreach (var chunk in chunks)
                await labels.RunAsync(await WithSourcesAsync(chunk, ct), job.Origin, ct);
        if (!modification.KeepSource)
        {
            var sources = new List<OrthancId>();
            foreach (var chunk in chunks) sources.AddRange(await rewriter.ReplacedSourcesAsync(chunk, ct));
            if (sources.Count < job.Instances) Log.KeptSources(logger, job.Id, job.Instances - sources.Count);
            await deletion.RunAsync(sources, job.Origin, ct);
        }
        await SettleAsync(job, modification, chunks, ct);
        return new JobResult(Content(job, chunks)) { Deeds = [.. Deeds(job, modification, chunks, clock.Next())] };
    }

    public async Task UndoAsync(JobContext job, CancellationToken ct)
    {
        // That it cannot be read any more may be why the job fails.
        _ = Plan(job).IsRefused(out _, out var modification);
        if (rewriter.MayReplace(modification)) return;
        // Where the completion had begun to delete the sources, some results are all that is left of theirs.
        await deletion.RunAsync(await stored.MadeByAsync(job.Id, ofStored: modification is not { KeepSource: true }, ct), job.Origin, ct);
    }

    /// <summary>What becomes of the instances, the same at every step. It was fine when it was submitted, but the configuration may have
    /// changed since.</summary>
    protected abstract Answer<Modification> Plan(JobContext job);

    /// <summary>What an anonymized patient is called; empty where none is.</summary>
    protected virtual string PatientNameOf(JobContext job) => "";

    /// <summary>What is left to do when the archive holds what it is to hold; may be done again.</summary>
    protected virtual Task SettleAsync(JobContext job, Modification modification, IReadOnlyList<RewrittenChunk> chunks,
        CancellationToken ct) => Task.CompletedTask;

    /// <summary>What the public content has once the job is done.</summary>
    protected virtual JsonObject Content(JobContext job, IReadOnlyList<RewrittenChunk> chunks) => [];

    /// <summary>What was done to which resources.</summary>
    protected abstract IEnumerable<Deed> Deeds(JobContext job, Modification modification, IReadOnlyList<RewrittenChunk> chunks,
        DateTimeOffset now);

    private async Task<IReadOnlyList<(ResourceLevel, OrthancId Source, OrthancId Result)>> WithSourcesAsync(RewrittenChunk chunk,
        CancellationToken ct)
    {
        var resources = new List<(ResourceLevel, OrthancId, OrthancId)>();
        var sources = await stored.FilesAsync([.. chunk.Instances.Select(result => result.SourceId)], ct);
        foreach (var result in chunk.Instances)
        {
            // One that is gone already was deleted by this job, after its labels were copied.
            if (!sources.TryGetValue(result.SourceId, out var source)) continue;
            var parents = chunk.Parents[result.Parents];
            resources.Add((ResourceLevel.Instance, result.SourceId, result.Id));
            foreach (var level in (ResourceLevel[])[ResourceLevel.Series, ResourceLevel.Study, ResourceLevel.Patient])
                resources.Add((level, source.Parents.At(level), parents.At(level)));
        }
        return resources;
    }

    private static List<RewrittenChunk> Read(IReadOnlyList<JsonElement> findings) =>
        [.. findings.Select(finding => finding.Deserialize<RewrittenChunk>()!)];
}
