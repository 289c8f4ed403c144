using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace EventDicom.Domain.Jobs.Running;

/// <summary>The right to be at a step of a job, which one has at a time among all nodes. The database takes it back when the node dies.</summary>
internal sealed class JobTurn : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly (int, int) _key;

    private JobTurn(NpgsqlConnection connection, (int, int) key) => (_connection, _key) = (connection, key);

    /// <returns><c>null</c> when another has it.</returns>
    public static async Task<JobTurn?> TryTakeAsync(NpgsqlDataSource database, string job, CancellationToken cancellation)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(job));
        // Two numbers: a space of keys apart from that of the patients, who have one.
        var turn = new JobTurn(
            await database.OpenConnectionAsync(cancellation), (BinaryPrimitives.ReadInt32BigEndian(hash), BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(4))));
        try
        {
            if (await turn.AskAsync("select pg_try_advisory_lock($1, $2)", cancellation)) return turn;
        }
        catch
        {
            await turn._connection.DisposeAsync();
            throw;
        }
        await turn._connection.DisposeAsync();
        return null;
    }

    public async ValueTask DisposeAsync()
    {
        await using var connection = _connection;
        try
        {
            await AskAsync("select pg_advisory_unlock($1, $2)", CancellationToken.None);
        }
        catch (Exception broken) when (broken is NpgsqlException or InvalidOperationException)
        {
            // With the connection the turn is gone, too. One that is known to be broken is an invalid operation to Npgsql.
        }
    }

    private async Task<bool> AskAsync(string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, _connection) { Parameters = { new() { Value = _key.Item1 }, new() { Value = _key.Item2 } } };
        return await command.ExecuteScalarAsync(cancellation) is true;
    }
}
