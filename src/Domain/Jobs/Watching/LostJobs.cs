using EventDicom.Domain.Jobs.Running;
using JasperFx;
using Marten;
using Marten.Exceptions;

namespace EventDicom.Domain.Jobs.Watching;

/// <summary>
/// Ends jobs whose events are there, and what they need to go on is not: a restore brought the events back without it. Nobody
/// else could end them, and they would be listed for ever.
/// </summary>
public static class LostJobs
{
    /// <summary>
    /// Records that the job failed, unless it had ended, and gives it a saga again, so that it can be deleted and gives way to
    /// newer ones in the list. What it had done stays.
    /// </summary>
    /// <returns>Whether it had not ended.</returns>
    public static async Task<bool> EndAsync(IDocumentStore store, string id, ArchiveClock clock, CancellationToken ct)
    {
        await using var session = store.LightweightSession();
        if (await session.LoadAsync<JobSaga>(id, ct) is { } saga)
        {
            session.UpdateRevision(saga, saga.Version + 1);
        }
        else
        {
            var events = await session.Events.FetchStreamAsync(JobStreams.Of(id), token: ct);
            if (events.Count == 0 || events.Any(@event => @event.Data is JobForgotten)) return false;
            saga = new() { Id = id, Asked = Origin.Server with { CorrelationId = events[0].CorrelationId },
                Job = events.Aggregate(new Job(), (job, @event) => job.Apply(@event.Data)) };
            session.Insert(saga);
        }

        var isFailed = saga.LoseOrder(session, clock.Next());
        try
        {
            await session.SaveChangesAsync(ct);
            return isFailed;
        }
        catch (Exception another) when (another is DocumentAlreadyExistsException or ConcurrencyException)
        {
            return false; // a node that starts at the same time has done it
        }
    }
}
