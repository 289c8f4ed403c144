namespace EventDicom.Domain.Patients;

/// <summary>Protects a patient against recycling, or ends that. Doing it twice changes nothing.</summary>
public sealed record ProtectPatient(OrthancId PatientId, bool Shielded, Origin Origin)
{
    public IReadOnlyList<Fact> Decide(bool isShielded, DateTimeOffset now) =>
        Shielded == isShielded ? []
        : Shielded ? [new(PatientId.Value, new PatientProtected(PatientId, now))]
        : [new(PatientId.Value, new PatientUnprotected(PatientId, now))];
}
