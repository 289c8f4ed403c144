using EventDicom.Domain;
using EventDicom.Domain.Finding;
using EventDicom.Projections.Resources;
using Npgsql;

namespace EventDicom.Projections.Finding;

/// <summary>Answers from the views of resources.</summary>
public sealed class LateResources(NpgsqlDataSource database, IFind index) : ILateResources
{
    public async Task<IReadOnlyList<string?>> ListsAsync(ResourceLevel level, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand($"select distinct tags_signature from {ResourceTable.Of(level)}");
        var lists = new List<string?>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation)) lists.Add(rows.IsDBNull(0) ? null : rows.GetString(0));
        return lists;
    }

    public async Task<long> CountAsync(ResourceLevel level, string? list, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand($"select count(*) from {ResourceTable.Of(level)} where {Has(list)}");
        Give(command, list);
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    public async Task<IReadOnlyList<Match>> NextAsync(ResourceLevel level, string? list, string after, int count, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand($"select id from {ResourceTable.Of(level)} where {Has(list)} and id > $1 order by id limit $2");
        command.Parameters.Add(new() { Value = after });
        command.Parameters.Add(new() { Value = count });
        Give(command, list);
        var ids = new List<string>();
        await using (var rows = await command.ExecuteReaderAsync(cancellation))
            while (await rows.ReadAsync(cancellation)) ids.Add(rows.GetString(0));

        var resources = new List<Match>();
        var wanted = new FindQuery(level) { Related = new(level, ids) };
        if (ids.Count > 0)
            await foreach (var resource in index.SearchAsync(new(wanted, FirstFile.Always), cancellation)) resources.Add(resource);
        return resources;
    }

    public async Task<IAsyncDisposable?> TryHoldAsync(CancellationToken cancellation)
    {
        var connection = await database.OpenConnectionAsync(cancellation);
        try
        {
            await using var take = new NpgsqlCommand($"select pg_try_advisory_lock({AdvisoryLocks.Filling})", connection);
            if ((bool)(await take.ExecuteScalarAsync(cancellation))!) return new Hold(connection);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
        await connection.DisposeAsync();
        return null;
    }

    private static string Has(string? list) => list is null ? "tags_signature is null" : "tags_signature = $LIST";

    private static void Give(NpgsqlCommand command, string? list)
    {
        if (list is null) return;
        command.Parameters.Add(new() { Value = list });
        command.CommandText = command.CommandText.Replace("$LIST", $"${command.Parameters.Count}", StringComparison.Ordinal);
    }

    private sealed class Hold(NpgsqlConnection connection) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            // A connection goes back to its pool, where it would hold the lock on.
            if (connection.FullState == System.Data.ConnectionState.Open)
            {
                await using var release = new NpgsqlCommand($"select pg_advisory_unlock({AdvisoryLocks.Filling})", connection);
                await release.ExecuteNonQueryAsync();
            }
            await connection.DisposeAsync();
        }
    }
}
