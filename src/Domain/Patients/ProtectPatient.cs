namespace EventDicom.Domain.Patients;

/// <summary>Shields a patient from recycling, or lifts the shield. Saying it twice changes nothing.</summary>
public sealed record ProtectPatient(OrthancId PatientId, bool Shielded, Origin Origin)
{
    public IReadOnlyList<Fact> Decide(bool isShielded, DateTimeOffset now) =>
        Shielded == isShielded ? []
        : Shielded ? [new(PatientId.Value, new PatientProtected(PatientId, now))]
        : [new(PatientId.Value, new PatientUnprotected(PatientId, now))];
}
