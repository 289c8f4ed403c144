using Npgsql;

namespace EventDicom.Projections.Locks;

/// <summary>The lock of a stream that nothing else is above, which whoever decides about it holds until its transaction ends.</summary>
internal static class StreamLock
{
    public static async Task TakeAsync(NpgsqlTransaction transaction, string stream, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select pg_advisory_xact_lock($1)", transaction.Connection, transaction)
        {
            Parameters = { new() { Value = AdvisoryLocks.OfStream(stream) } },
        };
        await command.ExecuteNonQueryAsync(ct);
    }
}
