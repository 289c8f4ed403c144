using EventDicom.Domain.Errors;

namespace EventDicom.Domain.Committing;

/// <summary>How a transaction stands, spelled as Orthanc spells it.</summary>
public enum CommitmentStatus
{
    /// <summary>The modality has not reported yet.</summary>
    Pending,

    /// <summary>It commits to every instance.</summary>
    Success,
    Failure,
}

/// <summary>A transaction in which a modality was asked to commit to the safekeeping of instances.</summary>
/// <param name="RemoteAet">The title of the modality.</param>
/// <param name="Instances">What it was asked for.</param>
/// <param name="NotCommitted">Of these, those that it does not commit to; <c>null</c> before it has reported.</param>
public sealed record Commitment(
    string TransactionUid, string RemoteAet, IReadOnlyList<ReferencedInstance> Instances, IReadOnlyList<NotCommitted>? NotCommitted = null)
{
    public CommitmentStatus Status => NotCommitted switch
    {
        null => CommitmentStatus.Pending,
        [] => CommitmentStatus.Success,
        _ => CommitmentStatus.Failure,
    };

    /// <summary>Those that it commits to: none before it has reported.</summary>
    public IReadOnlyList<ReferencedInstance> Committed
    {
        get
        {
            if (NotCommitted is null) return [];
            var not = NotCommitted.Select(instance => instance.SopInstanceUid).ToHashSet();
            return [.. Instances.Where(instance => !not.Contains(instance.SopInstanceUid))];
        }
    }

    /// <summary>What may be deleted here, because it is safe there.</summary>
    /// <returns>Refused with error 6 unless the modality commits to every instance.</returns>
    public Answer<IReadOnlyList<ReferencedInstance>> Removable() => Status == CommitmentStatus.Success
        ? new Answer<IReadOnlyList<ReferencedInstance>>(Committed)
        : new Refused(OrthancError.BadSequenceOfCalls, "Nothing is removed unless the modality has committed to every instance");
}

/// <summary>A command about one transaction.</summary>
public interface ICommitmentCommand
{
    string TransactionUid { get; }

    Origin Origin { get; }

    /// <param name="known">The transaction as it stands; <c>null</c> where nobody was asked under this UID.</param>
    Decision Decide(Commitment? known, DateTimeOffset now);
}
