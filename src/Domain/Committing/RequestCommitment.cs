using EventDicom.Domain.Errors;
using static EventDicom.Domain.Decision;

namespace EventDicom.Domain.Committing;

/// <summary>
/// A modality is to be asked to commit to the safekeeping of instances. Saying it again under the same UID changes nothing.
/// </summary>
/// <param name="Modality">Its symbolic name.</param>
/// <param name="RemoteAet">Its title.</param>
public sealed record RequestCommitment(
    string TransactionUid, string Modality, string RemoteAet, IReadOnlyList<ReferencedInstance> Instances, Origin Origin)
    : ICommitmentCommand
{
    public Decision Decide(Commitment? known, DateTimeOffset now)
    {
        if (known is not null) return Accept();
        if (Demand(Instances) is { } refused) return refused;
        return Accept(new CommitmentRequested(TransactionUid, Modality, RemoteAet, Instances, now).Fact);
    }

    /// <summary>Whether so many instances can be asked for at once.</summary>
    /// <returns><c>null</c> when they can. Error 3: they are too many.</returns>
    public static Refused? DemandFew(int instances) => instances <= ReferencedInstance.Most
        ? null
        : new(OrthancError.ParameterOutOfRange, $"Storage commitment is for {ReferencedInstance.Most} instances at most at a time");

    private static Refused? Demand(IReadOnlyList<ReferencedInstance> instances)
    {
        if (instances is []) return new(OrthancError.BadFileFormat, "Storage commitment needs at least one instance");
        return instances.All(one => ReferencedInstance.IsUid(one.SopClassUid) && ReferencedInstance.IsUid(one.SopInstanceUid))
            ? DemandFew(instances.Count)
            : new(OrthancError.BadFileFormat, "An instance of a storage commitment has no UID that can be sent");
    }
}

/// <summary>The modality could not be asked, or has refused: the transaction is none. One that was reported all the same stays.</summary>
public sealed record RefuseCommitment(string TransactionUid, Refused Reason, Origin Origin) : ICommitmentCommand
{
    public Decision Decide(Commitment? known, DateTimeOffset now) => known is { Status: CommitmentStatus.Pending }
        ? Accept(new CommitmentRefused(TransactionUid, Reason.Error, Reason.Reason, now).Fact)
        : Accept();
}
