namespace EventDicom.Domain.Limits;

/// <summary>Orthanc's <c>MaximumStorageSize</c>, <c>MaximumPatientCount</c> and <c>MaximumStorageMode</c>.</summary>
/// <param name="Bytes">0 is no limit.</param>
/// <param name="Patients">0 is no limit.</param>
/// <param name="Rejects">Whether what would exceed a limit is refused; else patients are recycled for it.</param>
public sealed record StorageLimits(long Bytes = 0, int Patients = 0, bool Rejects = false)
{
    /// <summary>Whether there is a limit at all.</summary>
    public bool Any => Bytes > 0 || Patients > 0;

    /// <summary>
    /// Whether the archive would hold too much. One that holds too much already, because a limit was lowered, recycles whatever arrives; it
    /// refuses only what would make it grow further.
    /// </summary>
    public bool AreExceededBy(StorageUse use, StorageDemand demand) =>
        IsOver(Bytes, use.Bytes, demand.Bytes) || IsOver(Patients, use.Patients, demand.Patients);

    private bool IsOver(long limit, long used, long more) => limit > 0 && used + more > limit && (Rejects ? more > 0 : more >= 0);
}
