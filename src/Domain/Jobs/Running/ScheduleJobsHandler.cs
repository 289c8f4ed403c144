using EventDicom.Domain.Jobs.Outputs;
using Marten;
using Wolverine;
using Wolverine.Attributes;

namespace EventDicom.Domain.Jobs.Running;

/// <summary>
/// Gives free places to the jobs whose turn it is: of those that wait the ones of highest priority, and of these the ones that
/// came first. One node decides at a time. Takes ended jobs off the list that newer ones have pushed out.
/// </summary>
public static class ScheduleJobsHandler
{
    [Transactional]
    public static async Task<OutgoingMessages> HandleAsync(
        ScheduleJobs _, IDocumentSession session, IJobLocks locks, JobLimits limits, JobOutputs outputs, ArchiveClock clock,
        CancellationToken ct)
    {
        var messages = new OutgoingMessages();
        await locks.LockSchedulingAsync(session, ct);
        var running = await session.Query<JobSaga>().CountAsync(saga => saga.Job.State == JobState.Running, ct);
        if (running < limits.Concurrent)
        {
            var next = await session.Query<JobSaga>()
                .Where(saga => saga.Job.State == JobState.Pending && !saga.Job.IsUndoing)
                .OrderByDescending(saga => saga.Job.Priority).ThenBy(saga => saga.Job.SubmittedAt)
                .Take(limits.Concurrent - running)
                .ToListAsync(ct);
            foreach (var saga in next)
            {
                messages.Add(saga.StartRun(session, clock.Next()));
                session.UpdateRevision(saga, saga.Version + 1);
            }
        }

        var pushedOut = await session.Query<JobSaga>()
            .Where(saga => (saga.Job.State == JobState.Success || saga.Job.State == JobState.Failure) && !saga.Job.IsUndoing)
            .OrderByDescending(saga => saga.Job.EndedAt).ThenBy(saga => saga.Id)
            .Skip(limits.History)
            .ToListAsync(ct);
        foreach (var saga in pushedOut)
        {
            saga.Forget(session, clock.Next());
            session.Delete(saga);
            outputs.DropAll(saga.Id);
        }
        return messages;
    }
}
