using Npgsql;

namespace EventDicom.Projections;

/// <summary>A read that is done once more where the connection had lost step with its server (<see cref="LostStep"/>).</summary>
internal sealed class RepeatedRead : IAsyncDisposable
{
    private readonly NpgsqlCommand _command;

    private RepeatedRead(NpgsqlCommand command, NpgsqlDataReader rows)
    {
        _command = command;
        Rows = rows;
    }

    public NpgsqlDataReader Rows { get; }

    public static async Task<RepeatedRead> ExecuteAsync(NpgsqlDataSource database, string sql, Action<NpgsqlCommand> prepare, CancellationToken cancellation)
    {
        try
        {
            return await OnceAsync(database, sql, prepare, cancellation);
        }
        catch (Exception lost) when (LostStep.Is(lost))
        {
            database.Clear(); // no telling which other connections have; each is replaced when it comes back
            return await OnceAsync(database, sql, prepare, cancellation);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Rows.DisposeAsync();
        await _command.DisposeAsync();
    }

    private static async Task<RepeatedRead> OnceAsync(NpgsqlDataSource database, string sql, Action<NpgsqlCommand> prepare, CancellationToken cancellation)
    {
        var command = database.CreateCommand(sql);
        try
        {
            prepare(command);
            return new(command, await command.ExecuteReaderAsync(cancellation));
        }
        catch
        {
            await command.DisposeAsync();
            throw;
        }
    }
}
