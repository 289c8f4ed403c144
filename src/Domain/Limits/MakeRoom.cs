using EventDicom.Domain.Errors;
using EventDicom.Domain.Patients;

namespace EventDicom.Domain.Limits;

/// <summary>Makes room for an instance, as Orthanc does: whole patients go, who got an instance least recently first, until the limits
/// hold.</summary>
/// <param name="For">The patient of the instance, who does not go for it; <c>null</c> where only the limits are to hold again.</param>
public sealed record MakeRoom(StorageLimits Limits, StorageDemand Demand, OrthancId? For)
{
    public bool IsNeeded(StorageUse use) => Limits.AreExceededBy(use, Demand);

    /// <summary>Whether the limits would hold if everybody went who may. If not, nobody goes.</summary>
    public bool IsPossible(StorageUse use) =>
        !Limits.Rejects
        && !IsNeeded(use with { Bytes = use.Bytes - use.RecyclableBytes, Patients = use.Patients - use.RecyclablePatients });

    /// <param name="leastRecent">Patients who may go, in the order in which they got their latest instance.</param>
    /// <returns>A deletion for each of the first of them, as many as are needed; all of them where they are not enough.</returns>
    public IReadOnlyList<Fact> Decide(StorageUse use, IEnumerable<RecyclablePatient> leastRecent, DateTimeOffset now)
    {
        var facts = new List<Fact>();
        foreach (var patient in leastRecent)
        {
            if (!IsNeeded(use)) break;
            facts.Add(new(patient.Id.Value, new PatientDeleted(patient.Id, now, new(For, Limits.Bytes, Limits.Patients))));
            use = use.Without(patient);
        }
        return facts;
    }

    public Refused Refuse() => new(OrthancError.FullStorage, Limits.Rejects
        ? "The storage is full, and MaximumStorageMode is Reject"
        : "The storage is full, and there is no patient left who may be recycled");
}
