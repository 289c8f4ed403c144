using Npgsql;

namespace EventDicom.Domain.Committing;

/// <summary>
/// What the rules about commitments ask before they decide, inside the transaction of the database that records the decision. A seam over
/// which the domain reads projections without knowing their tables.
/// </summary>
public interface ICommitments
{
    /// <summary>Holds a transaction against every other writer until that of the database ends; then reads it.</summary>
    /// <returns><c>null</c> where nobody was asked under this UID.</returns>
    Task<Commitment?> LockAsync(NpgsqlTransaction transaction, string transactionUid, CancellationToken ct);

    /// <summary>Holds a UID under which somebody asks us, likewise; then says whether a job for it has not ended.</summary>
    /// <param name="remoteAet">Who asks.</param>
    Task<bool> IsInUseAsync(NpgsqlTransaction transaction, string transactionUid, string remoteAet, CancellationToken ct);
}
