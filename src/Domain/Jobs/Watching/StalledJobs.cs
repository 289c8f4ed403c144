using EventDicom.Domain.Jobs.Running;

namespace EventDicom.Domain.Jobs.Watching;

/// <summary>
/// Tells which jobs stand still: those that wait for a message, that no step of is being worked on here, and that did not change for
/// a while. A job that goes on standing still is named again after twice the time, up to 32 times the patience.
/// </summary>
/// <param name="patience">How long a job may go without a change; one that waits to be tried again may wait that much longer.</param>
public sealed class StalledJobs(TimeSpan patience)
{
    private const int MostDoublings = 5;

    private Dictionary<string, Sight> _seen = [];

    /// <param name="waiting">Every job that waits for a message.</param>
    /// <param name="isAtHand">Whether a step of the job is being worked on.</param>
    /// <param name="now">On a clock that is never set.</param>
    public IReadOnlyList<JobSaga> Look(IReadOnlyList<JobSaga> waiting, Func<string, bool> isAtHand, TimeSpan now)
    {
        var (stalled, seen) = (new List<JobSaga>(), new Dictionary<string, Sight>());
        foreach (var saga in waiting)
        {
            var sight = _seen.TryGetValue(saga.Id, out var before) && before.Version == saga.Version && !isAtHand(saga.Id)
                ? before
                : new(saga.Version, now, 0);
            if (now - sight.Since >= PatienceWith(saga, sight))
            {
                stalled.Add(saga);
                sight = new(saga.Version, now, Math.Min(sight.Doublings + 1, MostDoublings));
            }
            seen[saga.Id] = sight;
        }
        _seen = seen;
        return stalled;
    }

    private TimeSpan PatienceWith(JobSaga saga, Sight sight) =>
        patience * (1 << sight.Doublings) + (saga.Job.State == JobState.Retry ? StepPostponed.LongestPause : TimeSpan.Zero);

    private readonly record struct Sight(long Version, TimeSpan Since, int Doublings);
}
