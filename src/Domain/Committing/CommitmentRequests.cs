using EventDicom.Domain.Modalities;

namespace EventDicom.Domain.Committing;

/// <summary>
/// Asks modalities to commit to the safekeeping of instances. What they say comes later, by <see cref="ReportCommitment"/>.
/// </summary>
public sealed class CommitmentRequests(CommitmentLedger ledger, IDicomClient client)
{
    /// <summary>Asks once: one that was asked under this UID and has reported is not asked again.</summary>
    /// <returns><c>null</c> when the modality has taken the request.</returns>
    public async Task<Refused?> AskAsync(RequestCommitment request, CalledModality modality, CancellationToken ct)
    {
        if ((await ledger.RunAsync(request, ct)).IsRefused(out var refused, out var before)) return refused;
        if (before is { Status: not CommitmentStatus.Pending }) return null;

        var failure = await client.RequestCommitmentAsync(modality, request.TransactionUid, request.Instances, request.Origin, ct);
        // A step that is done again asks for what the modality is at already.
        if (failure is null || (before is not null && failure.Payload?.DimseStatus() == FailureReason.DuplicateTransaction)) return null;
        await ledger.RunAsync(new RefuseCommitment(request.TransactionUid, failure, request.Origin), CancellationToken.None);
        return failure;
    }
}
