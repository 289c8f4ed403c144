using EventDicom.Domain.Errors;
using static EventDicom.Domain.Decision;

namespace EventDicom.Domain.Committing;

/// <summary>
/// A modality says what it commits to. What it does not mention it does not commit to. A report that says what is known already changes
/// nothing; one that says otherwise counts from then on.
/// </summary>
/// <param name="RemoteAet">The title of whoever reports.</param>
public sealed record ReportCommitment(
    string TransactionUid, string RemoteAet, IReadOnlyList<ReferencedInstance> Committed, IReadOnlyList<NotCommitted> NotCommitted,
    Origin Origin) : ICommitmentCommand
{
    /// <returns>Refused with error 7 where nobody was asked under this UID, with error 8 where it names what was not asked for.</returns>
    public Decision Decide(Commitment? known, DateTimeOffset now)
    {
        if (known is null) return Refuse(OrthancError.InexistentItem, "Nobody has asked for this transaction");
        var asked = known.Instances.Select(instance => instance.SopInstanceUid).ToHashSet();
        if (!Committed.Select(instance => instance.SopInstanceUid).All(asked.Contains)
            || !NotCommitted.Select(instance => instance.SopInstanceUid).All(asked.Contains))
            return Refuse(OrthancError.BadRequest, "The report names an instance that was not asked for");

        var missing = Missing(known.Instances);
        return known.NotCommitted is { } before && before.SequenceEqual(missing)
            ? Accept()
            : Accept(new CommitmentReported(TransactionUid, RemoteAet, missing, now).Fact);
    }

    // In the order of the request, so that two reports can be compared. An instance that is named on both sides is not safe.
    private IReadOnlyList<NotCommitted> Missing(IReadOnlyList<ReferencedInstance> asked)
    {
        var committed = Committed.Select(instance => instance.SopInstanceUid).ToHashSet();
        var reasons = NotCommitted.DistinctBy(instance => instance.SopInstanceUid)
            .ToDictionary(instance => instance.SopInstanceUid, instance => instance.Reason);
        return
        [
            .. asked.Where(instance => reasons.ContainsKey(instance.SopInstanceUid) || !committed.Contains(instance.SopInstanceUid))
                .Select(instance => new NotCommitted(
                    instance.SopClassUid, instance.SopInstanceUid,
                    reasons.GetValueOrDefault(instance.SopInstanceUid, FailureReason.ProcessingFailure))),
        ];
    }
}
