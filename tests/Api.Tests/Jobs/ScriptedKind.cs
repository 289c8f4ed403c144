using System.Collections.Concurrent;
using System.Text.Json;
using EventDicom.Domain;
using EventDicom.Domain.Errors;
using EventDicom.Domain.Jobs;
using EventDicom.Domain.Jobs.Running;

namespace EventDicom.Api.Tests.Jobs;

/// <summary>A kind of job that does what its command says, and nothing to the archive.</summary>
internal sealed class ScriptedKind : IJobKind
{
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _gates = new();

    /// <summary>What each job may be told to do.</summary>
    /// <param name="Gate">Each step waits until it is let through.</param>
    /// <param name="Poison">Instances that fail.</param>
    /// <param name="Throws">How often steps throw before they do their work.</param>
    /// <param name="Refuses">The completion fails.</param>
    /// <param name="Lasts">The completion comes half-way, and stays there until the job is cancelled.</param>
    /// <param name="Sticks">How often what the job did cannot be undone, because the disk fails.</param>
    public sealed record Script(bool Gate = false, string[]? Poison = null, int Throws = 0, bool Refuses = false, bool Lasts = false,
        int Sticks = 0);

    public string Type => "Scripted";

    public ConcurrentQueue<(string Job, int Instances)> Chunks { get; } = new();

    public ConcurrentQueue<string> Completed { get; } = new();

    public ConcurrentQueue<string> Undone { get; } = new();

    public ConcurrentDictionary<string, int> Thrown { get; } = new();

    /// <summary>Lets a number of steps of a job through.</summary>
    public void Open(string job, int steps = 1) => Gate(job).Release(steps);

    public async Task<Answer<ChunkOutcome>> WorkAsync(JobContext job, IReadOnlyList<OrthancId> instances, CancellationToken ct)
    {
        var script = job.Read<Script>();
        Chunks.Enqueue((job.Id, instances.Count));
        await PassAsync(job, script, ct);
        var failures = instances.Where(instance => script.Poison?.Contains(instance.Value) == true)
            .Select(instance => new InstanceFailure(instance, OrthancError.BadFileFormat, "is poisoned")).ToList();
        return new ChunkOutcome(failures, JsonSerializer.SerializeToElement(instances.Count));
    }

    public async Task<Answer<JobResult>> CompleteAsync(JobContext job, IReadOnlyList<JsonElement> findings, CancellationToken ct)
    {
        var script = job.Read<Script>();
        if (job.Instances == 0) await PassAsync(job, script, ct);
        if (script.Lasts) return await LastAsync(job);
        if (script.Refuses) return new Refused(OrthancError.InexistentItem, "Nothing to be had");
        Completed.Enqueue(job.Id);
        return new JobResult(new() { ["Found"] = findings.Sum(finding => finding.GetInt32()) });
    }

    public Task UndoAsync(JobContext job, CancellationToken ct)
    {
        Undone.Enqueue(job.Id);
        if (Undone.Count(undone => undone == job.Id) <= job.Read<Script>().Sticks) throw new IOException("Not today");
        return Task.CompletedTask;
    }

    private static async Task<Refused> LastAsync(JobContext job)
    {
        job.Step.Fraction = 0.5;
        var unwanted = new TaskCompletionSource();
        await using var _ = job.Step.Unwanted.Register(unwanted.SetResult);
        await unwanted.Task;
        return new(OrthancError.CanceledJob);
    }

    private async Task PassAsync(JobContext job, Script script, CancellationToken ct)
    {
        if (script.Gate) await Gate(job.Id).WaitAsync(ct);
        if (Thrown.AddOrUpdate(job.Id, 1, (_, times) => times + 1) <= script.Throws) throw new InvalidOperationException("Not today");
    }

    private SemaphoreSlim Gate(string job) => _gates.GetOrAdd(job, _ => new(0));
}
