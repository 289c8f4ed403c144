using System.Globalization;
using Marten;
using Npgsql;

namespace EventDicom.Projections.Views;

/// <summary>
/// Lets a rebuild exchange the views under a running server. Every transaction that changes a view holds the lock shared until
/// it commits; the exchange takes it alone, for the moment that it needs.
/// </summary>
public static class ViewLock
{
    /// <summary>
    /// Takes a share, as the first statement of a transaction: whoever has touched a view already and waits for the lock then would
    /// keep the exchange waiting for ever.
    /// </summary>
    public static readonly string ShareSql = string.Create(CultureInfo.InvariantCulture,
        $"select pg_advisory_xact_lock_shared({AdvisoryLocks.Views})");

    private static readonly ViewOperation s_share = new(new(ShareSql, []));

    /// <summary>Takes a share within a transaction, until that ends.</summary>
    public static async Task ShareAsync(NpgsqlTransaction transaction, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(ShareSql, transaction.Connection, transaction);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Has the session take its share before it changes a view; once more is harmless.</summary>
    public static void Share(IDocumentOperations operations) => operations.QueueOperation(s_share);

    /// <summary>Waits until nobody else changes a view, and keeps it so until the transaction ends.</summary>
    public static async Task TakeAloneAsync(NpgsqlTransaction transaction, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select pg_advisory_xact_lock($1)", transaction.Connection, transaction)
        {
            Parameters = { new() { Value = AdvisoryLocks.Views } },
        };
        await command.ExecuteNonQueryAsync(ct);
    }
}
