using System.Globalization;
using Npgsql;

namespace EventDicom.Projections.Identity;

/// <summary>
/// Keeps files from being removed for good while a backup copies them, on whatever node: a lock in the database, which the
/// backup shares and a removal takes alone.
/// </summary>
public static class FileRemoval
{
    /// <summary>
    /// Waits for the removals that are being recorded, and keeps others from beginning until the connection is closed. What a snapshot
    /// that is taken after this names is there, and stays.
    /// </summary>
    public static async Task ForbidAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            string.Create(CultureInfo.InvariantCulture, $"select pg_advisory_lock_shared({AdvisoryLocks.FileRemoval})"),
            connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Whether files may be removed that the transaction records as removed. While a backup is made they may not.</summary>
    public static async Task<bool> TryBeginAsync(NpgsqlTransaction transaction, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            string.Create(CultureInfo.InvariantCulture, $"select pg_try_advisory_xact_lock({AdvisoryLocks.FileRemoval})"),
            transaction.Connection, transaction);
        return await command.ExecuteScalarAsync(ct) is true;
    }
}
