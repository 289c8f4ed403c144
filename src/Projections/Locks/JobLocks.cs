using EventDicom.Domain.Jobs.Running;
using Marten;
using Npgsql;

namespace EventDicom.Projections.Locks;

/// <summary>Advisory locks: for each job one on a connection of its own, and one for the transaction that decides which jobs run.</summary>
public sealed class JobLocks(NpgsqlDataSource database) : IJobLocks
{
    public async Task<IAsyncDisposable?> TryLockStepsAsync(string job, CancellationToken cancellation)
    {
        var held = new Held(await database.OpenConnectionAsync(cancellation), AdvisoryLocks.OfJob(job));
        try
        {
            if (await held.AskAsync("select pg_try_advisory_lock($1, $2)", cancellation)) return held;
        }
        catch
        {
            await held.Connection.DisposeAsync();
            throw;
        }
        await held.Connection.DisposeAsync();
        return null;
    }

    public async Task LockSchedulingAsync(IDocumentSession session, CancellationToken cancellation)
    {
        await session.BeginTransactionAsync(cancellation);
        await using var command = new NpgsqlCommand("select pg_advisory_xact_lock($1)") { Parameters = { new() { Value = AdvisoryLocks.Scheduling } } };
        await using var _ = await session.ExecuteReaderAsync(command, cancellation);
    }

    private sealed class Held(NpgsqlConnection connection, (int First, int Second) key) : IAsyncDisposable
    {
        public NpgsqlConnection Connection => connection;

        public async ValueTask DisposeAsync()
        {
            await using var closing = connection;
            try
            {
                await AskAsync("select pg_advisory_unlock($1, $2)", CancellationToken.None);
            }
            catch (Exception broken) when (broken is NpgsqlException or InvalidOperationException)
            {
                // With the connection the lock is gone, too. One that is known to be broken is an invalid operation to Npgsql.
            }
        }

        public async Task<bool> AskAsync(string sql, CancellationToken cancellation)
        {
            await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = key.First }, new() { Value = key.Second } } };
            return await command.ExecuteScalarAsync(cancellation) is true;
        }
    }
}
