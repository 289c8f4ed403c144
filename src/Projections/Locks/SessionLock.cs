using Npgsql;

namespace EventDicom.Projections.Locks;

/// <summary>An advisory lock on a connection of its own. Held until it is disposed of; should the connection break, the database takes it
/// back.</summary>
internal sealed class SessionLock : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly object[] _key;

    private SessionLock(NpgsqlConnection connection, object[] key) => (_connection, _key) = (connection, key);

    /// <param name="key">One number of 64 bits, or two of 32.</param>
    /// <returns><c>null</c> while somebody else has it.</returns>
    public static async Task<IAsyncDisposable?> TryTakeAsync(NpgsqlDataSource database, CancellationToken ct, params object[] key)
    {
        var taken = new SessionLock(await database.OpenConnectionAsync(ct), key);
        try
        {
            if (await taken.AskAsync("pg_try_advisory_lock", ct)) return taken;
        }
        catch
        {
            await taken._connection.DisposeAsync();
            throw;
        }
        await taken._connection.DisposeAsync();
        return null;
    }

    public async ValueTask DisposeAsync()
    {
        await using var closing = _connection;
        try
        {
            await AskAsync("pg_advisory_unlock", CancellationToken.None);
        }
        catch (Exception broken) when (broken is NpgsqlException or InvalidOperationException)
        {
            // With the connection the lock is gone, too. One that is known to be broken is an invalid operation to Npgsql.
        }
    }

    private async Task<bool> AskAsync(string function, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand($"select {function}({(_key.Length == 1 ? "$1" : "$1, $2")})", _connection);
        foreach (var part in _key) command.Parameters.Add(new() { Value = part });
        return await command.ExecuteScalarAsync(ct) is true;
    }
}
