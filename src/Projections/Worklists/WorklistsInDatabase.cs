using System.Runtime.CompilerServices;
using EventDicom.Domain;
using EventDicom.Domain.Instances;
using EventDicom.Domain.Worklists;
using Npgsql;

namespace EventDicom.Projections.Worklists;

/// <summary>Remembers in events, and reads the view on every question: what another node changed counts here at once.</summary>
public sealed class WorklistsInDatabase(NpgsqlDataSource database, Ledger ledger, ArchiveClock clock, FileReading reading) : IWorklists
{
    // As many as may be in memory while a slow modality takes its answers: they can have a megabyte each.
    private const int Page = 32;

    private const string All = $"select id, data_set, saved_at from {ViewSchema.Name}.worklists";

    public IAsyncEnumerable<Worklist> ListAsync(CancellationToken ct) => ListAsync([], ct);

    public IAsyncEnumerable<Worklist> FindAsync(WorklistQuery query, CancellationToken ct) =>
        ListAsync(query.Words, ct).Where(worklist => query.Matches(worklist.Content));

    private async IAsyncEnumerable<Worklist> ListAsync(
        IReadOnlyList<IReadOnlyList<string>> words, [EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var page in (await IdsAsync(words, ct)).Chunk(Page))
        {
            // What was deleted meanwhile is missing.
            var read = (await ReadAsync($"{All} where id = any($1)", page, ct)).ToDictionary(worklist => worklist.Id);
            foreach (var id in page)
                if (read.TryGetValue(id, out var worklist)) yield return worklist;
        }
    }

    private async Task<IReadOnlyList<string>> IdsAsync(IReadOnlyList<IReadOnlyList<string>> words, CancellationToken ct)
    {
        var asked = string.Join(" and ", words.Select((_, index) => $"words && ${index + 1}"));
        var where = words is [] ? "" : $"where {asked}";
        await using var result = await RepeatedRead.ExecuteAsync(
            database, $"select id from {ViewSchema.Name}.worklists {where} order by id collate \"C\"",
            command =>
            {
                foreach (var any in words) command.Parameters.Add(new() { Value = any.ToArray() });
            }, ct);
        var ids = new List<string>();
        while (await result.Rows.ReadAsync(ct)) ids.Add(result.Rows.GetString(0));
        return ids;
    }

    public async Task<Worklist?> FindAsync(string id, CancellationToken ct)
    {
        // Nothing can be called so, and the database might not take it as text.
        if (!WorklistId.IsValid(id)) return null;
        return await ReadAsync($"{All} where id = $1", id, ct) is [var worklist] ? worklist : null;
    }

    public Task<Refused?> SaveAsync(SaveWorklist command, CancellationToken ct) =>
        ChangeAsync(command.Id, (_, now) => command.Decide(now), command.Origin, ct);

    public Task<Refused?> DeleteAsync(DeleteWorklist command, CancellationToken ct) =>
        WorklistId.IsValid(command.Id) ? ChangeAsync(command.Id, command.Decide, command.Origin, ct)
            : Task.FromResult<Refused?>(DeleteWorklist.Unknown);

    private async Task<Refused?> ChangeAsync(
        string id, Func<DateTimeOffset?, DateTimeOffset, Decision> decide, Origin origin, CancellationToken ct)
    {
        Refused? refused = null;
        await ledger.WriteAsync(async (transaction, token) =>
        {
            await StreamLock.TakeAsync(transaction, WorklistId.StreamOf(id), token);
            return decide(await SavedAtAsync(transaction, id, token), clock.Next()).IsRefused(out refused, out var facts) ? []
                : [.. facts.Select(fact => new Entry(fact, origin))];
        }, ct);
        return refused;
    }

    private static async Task<DateTimeOffset?> SavedAtAsync(NpgsqlTransaction transaction, string id, CancellationToken ct)
    {
        if (!WorklistId.IsValid(id)) return null;
        await using var command = new NpgsqlCommand(
            $"select saved_at from {ViewSchema.Name}.worklists where id = $1", transaction.Connection, transaction)
        {
            Parameters = { new() { Value = id } },
        };
        await using var rows = await command.ExecuteReaderAsync(ct);
        return await rows.ReadAsync(ct) ? rows.GetFieldValue<DateTimeOffset>(0) : null;
    }

    private async Task<IReadOnlyList<Worklist>> ReadAsync(string sql, object parameter, CancellationToken ct)
    {
        await using var result = await RepeatedRead.ExecuteAsync(
            database, sql, command => command.Parameters.Add(new() { Value = parameter }), ct);
        var worklists = new List<Worklist>();
        while (await result.Rows.ReadAsync(ct))
            worklists.Add(new(
                result.Rows.GetString(0), WorklistContent.Read(result.Rows.GetFieldValue<byte[]>(1), reading),
                result.Rows.GetFieldValue<DateTimeOffset>(2)));
        return worklists;
    }
}
