using EventDicom.Domain.Resources;

namespace EventDicom.Domain.Patients;

/// <summary>Shields a patient from recycling, or lifts the shield. Saying it twice changes nothing.</summary>
public sealed record ProtectPatient(OrthancId PatientId, bool Shielded, Origin Origin)
{
    public IReadOnlyList<Fact> Decide(bool isShielded, DateTimeOffset now) =>
        Shielded == isShielded ? []
        : Shielded ? [new(PatientId.Value, new PatientProtected(PatientId, now))]
        : [new(PatientId.Value, new PatientUnprotected(PatientId, now))];
}

public static class ProtectPatientHandler
{
    /// <returns><c>false</c> when there is no such patient.</returns>
    public static async Task<bool> HandleAsync(ProtectPatient command, Ledger ledger, IResources resources, ArchiveClock clock, CancellationToken cancellation)
    {
        var known = false;
        await ledger.WriteAsync(async (transaction, token) =>
        {
            var held = await resources.LockAsync(transaction, ResourceLevel.Patient, command.PatientId, token);
            known = held is not null;
            return held is null ? [] : [.. command.Decide(held.IsProtected, clock.Next()).Select(fact => new Entry(fact, command.Origin))];
        }, cancellation);
        return known;
    }
}
