using Npgsql;

namespace EventDicom.Projections;

/// <summary>A read that is done once more where the connection had lost step with its server (<see cref="LostStep"/>).</summary>
internal sealed class RepeatedRead : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlCommand _command;
    private bool _isCancelled;

    private RepeatedRead(NpgsqlConnection connection, NpgsqlCommand command, NpgsqlDataReader rows)
    {
        (_connection, _command) = (connection, command);
        Rows = rows;
    }

    public NpgsqlDataReader Rows { get; }

    /// <summary>Ends the statement where it is, rather than to have the rest of its rows sent for nobody.</summary>
    public void Cancel()
    {
        _isCancelled = true;
        _command.Cancel();
    }

    public static async Task<RepeatedRead> ExecuteAsync(NpgsqlDataSource database, string sql, Action<NpgsqlCommand> prepare,
        CancellationToken ct)
    {
        try
        {
            return await OnceAsync(database, sql, prepare, ct);
        }
        catch (Exception lost) when (LostStep.Is(lost))
        {
            database.Clear(); // no telling which other connections have; each is replaced when it comes back
            return await OnceAsync(database, sql, prepare, ct);
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await Rows.DisposeAsync();
        }
        catch (Exception cancelled) when (_isCancelled
            && cancelled is (OperationCanceledException or PostgresException { SqlState: PostgresErrorCodes.QueryCanceled }))
        {
            // As it was meant.
        }
        finally
        {
            await _command.DisposeAsync();
            await _connection.DisposeAsync();
        }
    }

    private static async Task<RepeatedRead> OnceAsync(NpgsqlDataSource database, string sql, Action<NpgsqlCommand> prepare,
        CancellationToken ct)
    {
        var connection = await database.OpenConnectionAsync(ct);
        var command = new NpgsqlCommand(sql, connection);
        try
        {
            prepare(command);
            return new(connection, command, await command.ExecuteReaderAsync(ct));
        }
        catch
        {
            await command.DisposeAsync();
            await connection.DisposeAsync();
            throw;
        }
    }
}
