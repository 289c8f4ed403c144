using EventDicom.Domain.Instances;
using EventDicom.Domain.Patients;

namespace EventDicom.Domain.Limits;

/// <summary>How much the archive holds, counted as <c>/statistics</c> counts: the files of stored instances, as they came. What was deleted
/// and is kept for a while is not among them.</summary>
/// <param name="Bytes">At least what there is, and no more than was there a moment ago.</param>
/// <param name="RecyclableBytes">Those of patients who may be recycled.</param>
/// <param name="RecyclablePatients">How many these are.</param>
public readonly record struct StorageUse(long Bytes, long Patients, long RecyclableBytes = 0, long RecyclablePatients = 0)
{
    public StorageUse With(StorageDemand demand) => this with { Bytes = Bytes + demand.Bytes, Patients = Patients + demand.Patients };

    public StorageUse Without(RecyclablePatient patient) =>
        new(Bytes - patient.Bytes, Patients - 1, RecyclableBytes - patient.Bytes, RecyclablePatients - 1);
}

/// <summary>By how much an instance makes the archive grow.</summary>
/// <param name="Bytes">Negative where it takes the place of a longer file.</param>
/// <param name="Patients">1 where it opens a patient, else 0.</param>
public readonly record struct StorageDemand(long Bytes, long Patients)
{
    /// <param name="facts">What is to be recorded of an instance.</param>
    public static StorageDemand Of(IEnumerable<Fact> facts) =>
        facts.Aggregate(default(StorageDemand), static (sum, fact) => fact.Event switch
        {
            InstanceStored e => sum with { Bytes = sum.Bytes + e.Size },
            InstanceOverwritten e => new(sum.Bytes - e.ReplacedSize, sum.Patients - (e.Topmost == ResourceLevel.Patient ? 1 : 0)),
            PatientOpened => sum with { Patients = sum.Patients + 1 },
            _ => sum,
        });
}

/// <summary>A patient whom nobody protects, and the bytes of all files below.</summary>
public readonly record struct RecyclablePatient(OrthancId Id, long Bytes);
