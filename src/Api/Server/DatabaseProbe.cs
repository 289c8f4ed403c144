using Npgsql;

namespace EventDicom.Api.Server;

/// <summary>
/// Whether the database answers. Asks on a connection of its own, so that a busy pool is no silence, and one question at a time: while one
/// hangs, others wait for the same.
/// </summary>
public sealed class DatabaseProbe : IAsyncDisposable
{
    private const int SecondsToConnect = 3;

    private readonly NpgsqlDataSource _database;
    private readonly Lock _lock = new();
    private Task<bool> _question = Task.FromResult(true);

    public DatabaseProbe(string connectionString) => _database = new NpgsqlDataSourceBuilder(connectionString)
    {
        ConnectionStringBuilder = { MaxPoolSize = 1, MinPoolSize = 0, Timeout = SecondsToConnect, CommandTimeout = SecondsToConnect,
            CancellationTimeout = -1, NoResetOnClose = true },
    }.Build();

    /// <param name="patience">How long to wait. The question goes on after that, until the connection gives up.</param>
    public async Task<bool> AnswersAsync(TimeSpan patience, CancellationToken ct)
    {
        Task<bool> question;
        lock (_lock)
        {
            if (_question.IsCompleted) _question = Task.Run(AskAsync, CancellationToken.None);
            question = _question;
        }

        try
        {
            return await question.WaitAsync(patience, ct);
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private async Task<bool> AskAsync()
    {
        try
        {
            await using var command = _database.CreateCommand("select 1");
            await command.ExecuteScalarAsync();
            return true;
        }
        catch (Exception unavailable) when (unavailable is NpgsqlException or OperationCanceledException or TimeoutException)
        {
            return false;
        }
    }
}
