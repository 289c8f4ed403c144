using JasperFx;
using Microsoft.Extensions.Logging;
using Wolverine;
using Wolverine.ErrorHandling;

namespace EventDicom.Domain.Jobs.Running;

/// <summary>
/// How jobs run: their messages lie in the database until they are handled, and come back after a crash. There are no messages but theirs.
/// </summary>
public static class JobQueues
{
    // A node that has not been heard of for this long, at two looks in a row, is taken for dead, and others take its jobs over.
    private static readonly TimeSpan s_silence = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan s_heartbeat = TimeSpan.FromSeconds(2);

    // Steps end by themselves when the server stops; one that cannot is done again after the next start.
    private static readonly TimeSpan s_drain = TimeSpan.FromSeconds(2);

    // How often messages are looked for that nobody owns, or whose time has come.
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(1);

    // Before a message that failed is handled again. The last goes on for ever, so that what can never succeed costs next to nothing.
    private static readonly TimeSpan[] s_pauses = [s_look, 2 * s_look, 5 * s_look, 10 * s_look, 30 * s_look];

    /// <param name="jobs">How many jobs run at once.</param>
    /// <param name="alone">Whether no other server uses the database, so that what a dead one left is ours at once.</param>
    public static void Configure(WolverineOptions options, int jobs, bool alone)
    {
        var durability = options.Durability;
        durability.Mode = alone ? DurabilityMode.Solo : DurabilityMode.Balanced;
        durability.DrainTimeout = s_drain;
        durability.FirstHealthCheckExecution = s_look;
        durability.HealthCheckPollingTime = s_heartbeat;
        durability.StaleNodeTimeout = s_silence;
        durability.CheckAssignmentPeriod = s_heartbeat;
        durability.ScheduledJobFirstExecution = s_look / 4;
        durability.ScheduledJobPollingTime = s_look;
        durability.NodeReassignmentPollingTime = s_look;
        durability.DurabilityMetricsEnabled = false;

        options.PublishMessage<ScheduleJobs>().ToLocalQueue("job-turns").UseDurableInbox().Sequential();
        options.Publish(steps =>
        {
            steps.Message<WorkChunk>();
            steps.Message<CompleteJob>();
            steps.Message<AbandonJob>();
            steps.ToLocalQueue("job-steps").UseDurableInbox().MaximumParallelMessages(jobs);
        });
        options.Publish(answers =>
        {
            answers.Message<StepDone>();
            answers.Message<RetryJob>();
            answers.ToLocalQueue("jobs").UseDurableInbox().MaximumParallelMessages(jobs);
        });

        // Two messages to one job at once: the one that comes second is handled anew.
        options.Policies.OnException<ConcurrencyException>()
            .RetryWithCooldown(Milliseconds(10, 20, 50, 100, 200, 400, 800))
            .Then.ScheduleRetryIndefinitely(s_pauses);
        // The server stops, or the database is away: no message may be lost over it, for its job would wait for ever.
        options.Policies.OnAnyException().ScheduleRetryIndefinitely(s_pauses);
        options.Policies.MessageSuccessLogLevel(LogLevel.Debug);
        options.Policies.MessageExecutionLogLevel(LogLevel.Debug);
    }

    private static TimeSpan[] Milliseconds(params IEnumerable<int> pauses) => [.. pauses.Select(pause => TimeSpan.FromMilliseconds(pause))];
}
