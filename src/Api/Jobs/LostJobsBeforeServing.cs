using EventDicom.Domain;
using EventDicom.Domain.Jobs.Watching;
using EventDicom.Projections.JobHistory;
using Marten;

namespace EventDicom.Api.Jobs;

/// <summary>Ends, before anything is served, the jobs that a restore brought back without what they need to go on.</summary>
public sealed class LostJobsBeforeServing(IDocumentStore store, JobQueries jobs, ArchiveClock clock, ILogger<LostJobsBeforeServing> logger)
    : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var ended = 0;
        foreach (var id in await jobs.LostAsync(cancellationToken))
            if (await LostJobs.EndAsync(store, id, clock, cancellationToken)) ended++;
        if (ended > 0) Log.JobsLost(logger, ended);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
