using System.Text.Json;
using EventDicom.Domain;
using EventDicom.Domain.Committing;
using EventDicom.Projections.Sending;
using Npgsql;

namespace EventDicom.Projections.Committing;

/// <param name="Shown">Transactions that are shown: the latest, or all where this is 0.</param>
public sealed record CommitmentLimits(int Shown);

/// <summary>Asks about transactions of storage commitment.</summary>
public sealed class CommitmentQueries(NpgsqlDataSource database, CommitmentLimits limits) : ICommitments
{
    private const string One =
        $"select remote_aet, instances::text, not_committed::text from {CommitmentView.Table} where transaction_uid = $1";

    private const string OneOfTheLatest =
        $"{One} and transaction_uid in "
        + $"(select transaction_uid from {CommitmentView.Table} order by told_at desc, transaction_uid limit $2)";

    private const string InUse =
        $"""
        select exists (select from {ViewSchema.Name}.jobs where listed and completed_at is null and type = '{CommitmentOrder.JobType}'
            and content ->> 'TransactionUid' = $1 and content ->> 'RemoteAet' = $2)
        """;

    /// <summary>A transaction that is shown.</summary>
    public async Task<Commitment?> FindAsync(string transactionUid, CancellationToken ct)
    {
        // Nobody was asked under anything else, and the database might not take it as text.
        if (!ReferencedInstance.IsUid(transactionUid)) return null;
        await using var connection = await database.OpenConnectionAsync(ct);
        return await ReadAsync(new(OneOfTheLatest, connection), transactionUid, ct, limits.Shown > 0 ? limits.Shown : int.MaxValue);
    }

    /// <summary>The instances at or below resources, each once.</summary>
    /// <returns><c>null</c> when one of the resources is unknown.</returns>
    public async Task<IReadOnlyList<OrthancId>?> InstancesAsync(IReadOnlyList<OrthancId> resources, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        return await ResourcesToSend.FindAsync(transaction, resources, ct) is { } found
            ? (await ResourcesToSend.InstancesAsync(transaction, found, ct)).Instances
            : null;
    }

    public async Task<Commitment?> LockAsync(NpgsqlTransaction transaction, string transactionUid, CancellationToken ct)
    {
        await StreamLock.TakeAsync(transaction, CommitmentRequested.StreamOf(transactionUid), ct);
        return await ReadAsync(new(One, transaction.Connection, transaction), transactionUid, ct);
    }

    public async Task<bool> IsInUseAsync(NpgsqlTransaction transaction, string transactionUid, string remoteAet, CancellationToken ct)
    {
        await StreamLock.TakeAsync(transaction, CommitmentRequested.StreamOf(transactionUid), ct);
        await using var command = new NpgsqlCommand(InUse, transaction.Connection, transaction)
        {
            Parameters = { new() { Value = transactionUid }, new() { Value = remoteAet } },
        };
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }

    private static async Task<Commitment?> ReadAsync(
        NpgsqlCommand command, string transactionUid, CancellationToken ct, params IReadOnlyList<object> more)
    {
        await using (command)
        {
            command.Parameters.Add(new() { Value = transactionUid });
            foreach (var parameter in more) command.Parameters.Add(new() { Value = parameter });
            await using var rows = await command.ExecuteReaderAsync(ct);
            if (!await rows.ReadAsync(ct)) return null;
            return new(
                transactionUid, rows.GetString(0), JsonSerializer.Deserialize<ReferencedInstance[]>(rows.GetString(1))!,
                rows.IsDBNull(2) ? null : JsonSerializer.Deserialize<NotCommitted[]>(rows.GetString(2)));
        }
    }
}
