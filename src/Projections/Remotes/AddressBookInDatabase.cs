using EventDicom.Domain;
using EventDicom.Domain.Modalities;
using Npgsql;

namespace EventDicom.Projections.Remotes;

/// <summary>Remembers in events, and reads the view on every question: what another node changed counts here at once.</summary>
public sealed class AddressBookInDatabase<T>(AddressTable<T> table, NpgsqlDataSource database, Ledger ledger, ArchiveClock clock)
    : IAddressBook<T>
    where T : class
{
    // In the order of the symbolic names' bytes, as the book in memory has them, whatever the database's collation.
    private readonly string _all =
        $"select v.name, v.definition::text, s.secret::text from {table.View} v left join {SecretTable.Name} s on s.stream = $1 || v.name "
        + $"order by v.name collate \"C\"";

    private readonly string _one =
        $"select v.definition::text, s.secret::text from {table.View} v left join {SecretTable.Name} s on s.stream = $2 where v.name = $1";

    public async Task<IReadOnlyList<KeyValuePair<string, T>>> ListAsync(CancellationToken ct)
    {
        await using var command = database.CreateCommand(_all);
        command.Parameters.Add(new() { Value = table.StreamOf("") });
        await using var rows = await command.ExecuteReaderAsync(ct);
        var all = new List<KeyValuePair<string, T>>();
        while (await rows.ReadAsync(ct)) all.Add(new(rows.GetString(0), Read(rows, 1)));
        return all;
    }

    public async Task<T?> FindAsync(string name, CancellationToken ct)
    {
        // Nobody can have such a name, and the database might not take it as text.
        if (!SymbolicName.IsValid(name)) return null;
        await using var connection = await database.OpenConnectionAsync(ct);
        return await FindAsync(connection, null, name, ct);
    }

    public async Task<Refused?> ChangeAsync(IRemoteChange<T> change, CancellationToken ct)
    {
        var name = change.Name;
        if (!SymbolicName.IsValid(name)) return change.Decide(null, clock.Next()).Refused;

        Refused? refused = null;
        await ledger.WriteAsync(async (transaction, token) =>
        {
            await StreamLock.TakeAsync(transaction, table.StreamOf(name), token);
            if (change.Decide(await FindAsync(transaction.Connection!, transaction, name, token), clock.Next())
                .IsRefused(out refused, out var facts) || facts is []) return [];

            await KeepSecretsAsync(transaction, name, change.Successor, token);
            return [.. facts.Select(fact => new Entry(fact, change.Origin))];
        }, ct);
        return refused;
    }

    private async Task<T?> FindAsync(NpgsqlConnection connection, NpgsqlTransaction? transaction, string name, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(_one, connection, transaction);
        command.Parameters.Add(new() { Value = name });
        command.Parameters.Add(new() { Value = table.StreamOf(name) });
        await using var rows = await command.ExecuteReaderAsync(ct);
        return await rows.ReadAsync(ct) ? Read(rows, 0) : null;
    }

    private Task KeepSecretsAsync(NpgsqlTransaction transaction, string name, T? successor, CancellationToken ct) =>
        successor is not null && table.SecretsOf(successor) is { } secrets
            ? ExecuteAsync(
                transaction,
                $"insert into {SecretTable.Name} (stream, secret) values ($1, $2::jsonb) on conflict (stream) do update "
                + $"set secret = excluded.secret",
                [table.StreamOf(name), secrets], ct)
            : ExecuteAsync(transaction, $"delete from {SecretTable.Name} where stream = $1", [table.StreamOf(name)], ct);

    private static async Task ExecuteAsync(NpgsqlTransaction transaction, string sql, string[] parameters, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, transaction.Connection, transaction);
        foreach (var parameter in parameters) command.Parameters.Add(new() { Value = parameter });
        await command.ExecuteNonQueryAsync(ct);
    }

    private T Read(NpgsqlDataReader rows, int column) =>
        table.Read(rows.GetString(column), rows.IsDBNull(column + 1) ? null : rows.GetString(column + 1));
}
