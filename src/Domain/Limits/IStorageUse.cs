using Npgsql;

namespace EventDicom.Domain.Limits;

/// <summary>What keeps the limits asks of the archive, inside the transaction that stores.</summary>
public interface IStorageUse
{
    /// <summary>Holds everybody off who stores, on any node, until the transaction ends. To be called before any patient is held.</summary>
    /// <returns>What the archive holds, or somewhat more; what may be recycled is not counted.</returns>
    Task<StorageUse> LockAsync(NpgsqlTransaction transaction, CancellationToken ct);

    /// <summary>What the archive holds, counted.</summary>
    /// <param name="spared">Patients who are not to be recycled.</param>
    Task<StorageUse> CountAsync(NpgsqlTransaction transaction, IReadOnlyCollection<OrthancId> spared, CancellationToken ct);

    /// <summary>Takes hold of the next patients who may be recycled, as the events have it.</summary>
    /// <param name="passedOver">Patients who are not to be recycled, or are held already.</param>
    /// <param name="waits">Whether to wait for those whom somebody else holds; else they are left out.</param>
    /// <returns>Who was looked at, none when there is nobody left; and those of them who are held now, who got an instance least recently
    /// first.</returns>
    Task<(IReadOnlyList<OrthancId> Asked, IReadOnlyList<RecyclablePatient> Held)> HoldLeastRecentAsync(
        NpgsqlTransaction transaction, IReadOnlyCollection<OrthancId> passedOver, int atMost, bool waits, CancellationToken ct);

    /// <summary>To be called when patients are recycled: from the next transaction on, what is held is counted anew.</summary>
    void Forget();
}
