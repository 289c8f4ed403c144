using System.Runtime.CompilerServices;
using System.Text.Json;
using EventDicom.Domain;
using EventDicom.Domain.Errors;
using EventDicom.Domain.Jobs;
using EventDicom.Domain.Jobs.Running;
using Npgsql;

namespace EventDicom.Projections.JobHistory;

/// <summary>Asks about jobs. Listed are those that have not ended, and the latest of those that have.</summary>
public sealed class JobQueries(NpgsqlDataSource database, JobLimits limits, StepProgress steps)
{
    private const string Jobs = $"{ViewSchema.Name}.jobs";

    private const string Columns =
        "id, type, state, description, priority, content, instances, handled, failed, error, details, submitted_at, completed_at, "
        + "runtime, running_since, outputs, user_data, error_payload";

    private const string Listed =
        $"""
        listed and (completed_at is null
            or id in (select id from {Jobs} where listed and completed_at is not null order by completed_at desc, id limit $1))
        """;

    /// <summary>Sorted by id.</summary>
    public IAsyncEnumerable<JobView> ListAsync(CancellationToken ct) =>
        RowsAsync($"select {Columns} from {Jobs} where {Listed} order by id collate \"C\"", [limits.History], ct);

    /// <summary>A job that is listed.</summary>
    public Task<JobView?> FindAsync(string id, CancellationToken ct) => !Guid.TryParseExact(id, "D", out _)
        ? Task.FromResult<JobView?>(null)
        : OneAsync($"select {Columns} from {Jobs} where id = $2 and {Listed}", [limits.History, id], ct);

    /// <summary>A job of whatever time.</summary>
    public Task<JobView?> RecallAsync(string id, CancellationToken ct) =>
        OneAsync($"select {Columns} from {Jobs} where id = $1", [id], ct);

    /// <summary>Ids of the jobs that are listed without a saga, or that have not ended and do not know any more what was asked of
    /// them.</summary>
    public async Task<IReadOnlyList<string>> LostAsync(CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            $"""
            select id from {Jobs} jobs where listed and not exists (select from {EventStore.JobSchema}.mt_doc_jobsaga saga
              where saga.id = jobs.id)
            union
            select id from {EventStore.JobSchema}.mt_doc_jobsaga saga
            where not exists (select from {EventStore.JobSchema}.mt_doc_joborder jobs where jobs.id = saga.id)
                and ((saga.data -> 'Job' ->> 'State') not in ('Success', 'Failure') or (saga.data -> 'Job' ->> 'IsUndoing')::boolean)
            """);
        var lost = new List<string>();
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct)) lost.Add(rows.GetString(0));
        return lost;
    }

    public async Task<JobCounts> CountAsync(CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            $"""
            select count(*) filter (where state in ('Pending', 'Retry')), count(*) filter (where state in ('Running', 'Paused')),
                count(*) filter (where state = 'Success'), count(*) filter (where state = 'Failure')
            from {Jobs} where {Listed}
            """);
        command.Parameters.Add(new() { Value = limits.History });
        await using var rows = await command.ExecuteReaderAsync(ct);
        await rows.ReadAsync(ct);
        return new(rows.GetInt64(0), rows.GetInt64(1), rows.GetInt64(2), rows.GetInt64(3));
    }

    private async Task<JobView?> OneAsync(string sql, object[] parameters, CancellationToken ct)
    {
        await foreach (var job in RowsAsync(sql, parameters, ct)) return job;
        return null;
    }

    private async IAsyncEnumerable<JobView> RowsAsync(string sql, object[] parameters, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var command = database.CreateCommand(sql);
        foreach (var parameter in parameters) command.Parameters.Add(new() { Value = parameter });
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct)) yield return Read(rows);
    }

    private JobView Read(NpgsqlDataReader rows) => new(
        rows.GetString(0), rows.GetString(1), Enum.Parse<JobState>(rows.GetString(2)), rows.GetString(3), rows.GetInt32(4),
        JsonElement.Parse(rows.GetString(5)), rows.GetInt32(6), rows.GetInt32(7), rows.GetInt32(8), (OrthancError)rows.GetInt32(9),
        rows.GetString(10),
        rows.GetFieldValue<DateTimeOffset>(11), rows.IsDBNull(12) ? null : rows.GetFieldValue<DateTimeOffset>(12), rows.GetDouble(13),
        rows.IsDBNull(14) ? null : rows.GetFieldValue<DateTimeOffset>(14),
        JsonSerializer.Deserialize<JobOutput[]>(rows.GetString(15)) ?? [],
        steps.Of(rows.GetString(0)), rows.IsDBNull(16) ? null : JsonElement.Parse(rows.GetString(16)),
        rows.IsDBNull(17) ? null : JsonSerializer.Deserialize<ErrorPayload>(rows.GetString(17)));
}
