using EventDicom.Domain.Errors;
using EventDicom.Domain.Jobs;
using System.Text.Json;
using EventDicom.Domain.Jobs.Controlling;
using EventDicom.Domain.Jobs.Running;

namespace EventDicom.Domain.Tests.Jobs;

/// <summary>Given what happened to a job before.</summary>
internal static class Jobs
{
    public const string Id = "3fe6c1a0-53ab-4a5e-9b6f-0a6a0d8d1d11";

    public static readonly DateTimeOffset Noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    public static readonly JsonElement Nothing = JsonElement.Parse("{}");

    /// <summary>A job of 100 instances, hence of two chunks.</summary>
    public static JobSubmitted Submitted(bool permissive = false, int instances = 100) =>
        new(Id, "Test", Nothing, Nothing, "REST API", 0, permissive, instances, Noon);

    public static JobStarted Started(int run = 1) => new(Id, run, Noon);

    public static JobAdvanced Advanced(int handled = 64, double runtime = 1) => new(Id, handled, [], runtime, Noon);

    public static JobFailed Failed(OrthancError error = OrthancError.BadFileFormat) => new(Id, error, "", 1, Noon);

    public static JobSucceeded Succeeded() => new(Id, Nothing, [], 1, Noon);

    public static JobPostponed Postponed() => new(Id, "", Noon.AddSeconds(1), 1, Noon);

    public static Job Given(params IEnumerable<object> past) => past.Aggregate(new Job(), (job, @event) => job.Apply(@event));

    public static Job In(JobState state) => Given([Submitted(), .. state switch
    {
        JobState.Pending => (object[])[],
        JobState.Running => [Started()],
        JobState.Success => [Started(), Advanced(64), Advanced(100), Succeeded()],
        JobState.Failure => [Started(), Failed()],
        JobState.Paused => [new JobPaused(Id, Noon)],
        _ => [Started(), Postponed()],
    }]);

    public static IReadOnlyList<object> Events(this Decision decision) => [.. decision.Facts.Select(fact => fact.Event)];

    /// <summary>What a step that took so many seconds says to the saga.</summary>
    public static StepDone Done(StepOutcome outcome, double seconds, int run = 1) => new(Id, run, outcome, seconds);

    public static ControlJob Asked(JobVerb verb) => new(Id, verb, Origin.Server);

    public static Job After(this Job job, Decision decision) => decision.Events().Aggregate(job, (state, @event) => state.Apply(@event));
}
