using EventDicom.Domain.Jobs.Controlling;
using EventDicom.Domain.Jobs.Running;
using Marten;
using Microsoft.Extensions.Hosting;
using Wolverine;
using Wolverine.Runtime;

namespace EventDicom.Domain.Jobs.Watching;

/// <summary>
/// When the server is up: has a look taken at who may run. Durable messages take up by themselves what was under way; where jobs
/// are not to outlive the server (<c>SaveJobs</c>) they fail instead.
/// </summary>
public sealed class JobStarter(IHostApplicationLifetime lifetime, IWolverineRuntime runtime, IDocumentStore store, JobSaving saving)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var up = new TaskCompletionSource();
        await using var registration = lifetime.ApplicationStarted.Register(up.SetResult);
        await up.Task.WaitAsync(stoppingToken);

        var bus = new MessageBus(runtime);
        // Where others use the database, they may be at those jobs.
        if (!saving.IsOn && runtime.Options.Durability.Mode == DurabilityMode.Solo)
        {
            await using var session = store.QuerySession();
            var lost = await session.Query<JobSaga>()
                .Where(saga => saga.Job.State != JobState.Success && saga.Job.State != JobState.Failure)
                .Select(saga => saga.Id).ToListAsync(stoppingToken);
            foreach (var id in lost) await bus.InvokeAsync(new LoseJob(id), stoppingToken);
        }
        await bus.PublishAsync(new ScheduleJobs());
    }
}

/// <summary>Orthanc's <c>SaveJobs</c>.</summary>
public sealed record JobSaving(bool IsOn);
