namespace EventDicom.Domain.Committing;

/// <summary>Decides about transactions of storage commitment, and records what comes of it.</summary>
public sealed class CommitmentLedger(Ledger ledger, ICommitments commitments, ArchiveClock clock)
{
    /// <returns>The transaction as it stood before; <c>null</c> for one that was not there.</returns>
    public async Task<Answer<Commitment?>> RunAsync(ICommitmentCommand command, CancellationToken ct)
    {
        Refused? refused = null;
        Commitment? known = null;
        await ledger.WriteAsync(async (transaction, token) =>
        {
            known = await commitments.LockAsync(transaction, command.TransactionUid, token);
            return command.Decide(known, clock.Next()).IsRefused(out refused, out var facts)
                ? []
                : [.. facts.Select(fact => new Entry(fact, command.Origin))];
        }, ct);
        return refused is null ? new Answer<Commitment?>(known) : refused;
    }
}
