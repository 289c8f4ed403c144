using System.Text.Json;
using EventDicom.Domain.Jobs;
using JasperFx.Events;
using Weasel.Core;
using Weasel.Postgresql;
using Weasel.Postgresql.Tables;

namespace EventDicom.Projections.JobHistory;

/// <summary>What <c>GET /jobs/{id}</c> shows, of every job that there ever was: who waited for a job finds it ended.</summary>
public sealed class JobViews : InlineView
{
    public override IReadOnlySet<Type> Events { get; } = new HashSet<Type>
    {
        typeof(JobSubmitted), typeof(JobStarted), typeof(JobAdvanced), typeof(JobPaused), typeof(JobResumed), typeof(JobPostponed),
        typeof(JobRetried),
        typeof(JobSucceeded), typeof(JobFailed), typeof(JobResubmitted), typeof(JobForgotten), typeof(JobOutputDropped),
    };

    public override IEnumerable<Table> TablesIn(string schema) =>
    [
        ViewTable.In(schema, "jobs", table =>
        {
            table.AddColumn<string>("id").AsPrimaryKey();
            table.AddColumn<string>("type").NotNull();
            table.AddColumn<string>("state").NotNull();
            table.AddColumn<string>("description").NotNull();
            table.AddColumn<int>("priority").NotNull();
            table.AddColumn("content", "jsonb").NotNull();
            table.AddColumn<int>("instances").NotNull();
            table.AddColumn<int>("handled").NotNull();
            table.AddColumn<int>("failed").NotNull();
            table.AddColumn<int>("error").NotNull();
            table.AddColumn<string>("details").NotNull();
            table.AddColumn("submitted_at", "timestamptz").NotNull();
            table.AddColumn("completed_at", "timestamptz");
            table.AddColumn<double>("runtime").NotNull();
            table.AddColumn("running_since", "timestamptz");
            table.AddColumn("outputs", "jsonb").NotNull();
            table.AddColumn<bool>("listed").NotNull();
            table.AddColumn("user_data", "jsonb");
            table.AddColumn("error_payload", "jsonb");
            table.Indexes.Add(new IndexDefinition("ix_jobs_listed") { Columns = ["completed_at"], Predicate = "listed" });
        }),
    ];

    // Few, because a job says little.
    public override IEnumerable<ViewStatement> Fold(string schema, IReadOnlyList<IEvent> events) =>
        events.Where(Concerns).Select(@event => Statement($"{schema}.jobs", @event.Data));

    private static ViewStatement Statement(string jobs, object @event) => @event switch
    {
        JobSubmitted e => new(
            $"""
            insert into {jobs} (id, type, state, description, priority, content, instances, handled, failed, error, details, submitted_at,
              runtime, outputs, listed, user_data)
            values (^, ^, 'Pending', ^, ^, ^::jsonb, ^, 0, 0, 0, '', ^, 0, '[]', true, nullif(^, '')::jsonb)
            """,
            [e.JobId, e.Type, e.Description, e.Priority, e.Content.GetRawText(), e.Instances, e.SubmittedAt, e.UserData?.GetRawText()
                ?? ""]),
        // What it failed with before is shown until it runs again.
        JobStarted e => new(
            $"update {jobs} set state = 'Running', running_since = ^, completed_at = null, error = 0, details = '', "
            + "error_payload = null where id = ^",
            [e.StartedAt, e.JobId]),
        JobAdvanced e => new(
            $"update {jobs} set handled = ^, failed = failed + ^, runtime = ^, running_since = ^ where id = ^",
            [e.Handled, e.Failures.Count, e.Runtime, e.AdvancedAt, e.JobId]),
        JobPaused e => Waits(jobs, JobState.Paused, e.JobId),
        JobResumed e => Waits(jobs, JobState.Pending, e.JobId),
        JobRetried e => Waits(jobs, JobState.Pending, e.JobId),
        JobPostponed e => new($"update {jobs} set state = 'Retry', runtime = ^, running_since = null where id = ^", [e.Runtime, e.JobId]),
        JobSucceeded e => new(
            $"update {jobs} set state = 'Success', content = content || ^::jsonb, "
            + $"outputs = ^::jsonb, runtime = ^, running_since = null, completed_at = ^ where id = ^",
            [e.Content.GetRawText(), JsonSerializer.Serialize(e.Outputs), e.Runtime, e.SucceededAt, e.JobId]),
        JobFailed e => new(
            $"update {jobs} set state = 'Failure', error = ^, details = ^, runtime = ^, running_since = null, "
            + "completed_at = ^, error_payload = nullif(^, '')::jsonb where id = ^",
            [(int)e.Error, e.Details, e.Runtime, e.FailedAt, e.Payload is null ? "" : JsonSerializer.Serialize(e.Payload), e.JobId]),
        JobResubmitted e =>
            new($"update {jobs} set state = 'Pending', handled = 0, failed = 0, runtime = 0, completed_at = null where id = ^", [e.JobId]),
        JobForgotten e => new($"update {jobs} set listed = false where id = ^", [e.JobId]),
        JobOutputDropped e => new(
            $"update {jobs} set outputs = coalesce((select jsonb_agg(o) from jsonb_array_elements(outputs) o "
            + $"where o ->> 'Key' <> ^), '[]') where id = ^", [e.Key, e.JobId]),
        _ => throw new ArgumentException($"{@event.GetType().Name} says nothing about a job", nameof(@event)),
    };

    private static ViewStatement Waits(string jobs, JobState state, string id) =>
        new($"update {jobs} set state = ^, running_since = null where id = ^", [state.ToString(), id]);
}
