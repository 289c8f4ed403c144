using System.Diagnostics;
using EventDicom.Domain.Jobs.Running;
using Marten;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Wolverine;
using Wolverine.Runtime;

namespace EventDicom.Domain.Jobs.Watching;

/// <summary>
/// Sends again what a job waits for when it stands still, so that no lost message can hold up a job for ever: a message is lost
/// when the database goes away between its handling and its storing, while this node lives on.
/// </summary>
public sealed class JobWatch(IWolverineRuntime runtime, IDocumentStore store, StepProgress steps, JobLimits limits,
    ILogger<JobWatch> logger) : BackgroundService
{
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan s_patienceAlone = TimeSpan.FromSeconds(15);

    // Another node may be at a step that takes long, which cannot be seen from here.
    private static readonly TimeSpan s_patienceAmongOthers = TimeSpan.FromMinutes(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var stalled = new StalledJobs(runtime.Options.Durability.Mode == DurabilityMode.Solo ? s_patienceAlone : s_patienceAmongOthers);
        var clock = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(s_look);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                var bus = new MessageBus(runtime);
                foreach (var saga in stalled.Look(await WaitingAsync(stoppingToken), steps.IsAtHand, clock.Elapsed))
                {
                    Log.JobStalled(logger, saga.Id, saga.Job.State);
                    await bus.PublishAsync(saga.Awaited());
                }
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                Log.CannotWatchJobs(logger, failure);
            }
        }
    }

    private async Task<IReadOnlyList<JobSaga>> WaitingAsync(CancellationToken ct)
    {
        await using var session = store.QuerySession();
        var waiting = await session.Query<JobSaga>()
            .Where(saga => saga.Job.State == JobState.Running || saga.Job.State == JobState.Retry || saga.Job.IsUndoing)
            .ToListAsync(ct);
        if (waiting.Count(saga => saga.Job.State == JobState.Running) >= limits.Concurrent) return waiting;

        // One stands for all that wait for a free place: they are given by one message.
        var next = await session.Query<JobSaga>()
            .Where(saga => saga.Job.State == JobState.Pending && !saga.Job.IsUndoing)
            .OrderByDescending(saga => saga.Job.Priority).ThenBy(saga => saga.Job.SubmittedAt)
            .Take(1)
            .ToListAsync(ct);
        return [.. waiting, .. next];
    }
}
