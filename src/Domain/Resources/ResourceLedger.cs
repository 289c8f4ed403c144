using EventDicom.Domain.Deleting;
using EventDicom.Domain.Errors;
using EventDicom.Domain.Labels;
using EventDicom.Domain.Patients;
using Npgsql;

namespace EventDicom.Domain.Resources;

/// <summary>Has commands about one resource decided while their patient is held against every other writer, and records what was
/// decided.</summary>
public sealed class ResourceLedger(Ledger ledger, IResources resources, ArchiveClock clock)
{
    /// <returns>Refused with error 17 when there is no such resource.</returns>
    public async Task<Answer<ResourceDeleted>> RunAsync(DeleteResource command, CancellationToken ct)
    {
        ResourceDeleted? deleted = null;
        var refused = await RunAsync(command.Level, command.Id, command.Origin, (_, held, _) =>
        {
            deleted = command.Decide(held, clock.Next());
            return Task.FromResult(Decision.Accept(deleted.Fact));
        }, ct);
        return refused is not null ? refused : deleted!;
    }

    /// <returns>Error 3 for what is no label, 17 when there is no such resource.</returns>
    public async Task<Refused?> RunAsync(LabelResource command, CancellationToken ct) => command.Check() ?? await RunAsync(
        command.Level, command.Id, command.Origin,
        async (transaction, held, token) => Decision.Accept(
            command.Decide(held.PatientId, await resources.LabelsAsync(transaction, command.Level, command.Id, token), clock.Next())),
        ct);

    /// <returns>Error 17 when there is no such patient.</returns>
    public Task<Refused?> RunAsync(ProtectPatient command, CancellationToken ct) => RunAsync(
        ResourceLevel.Patient, command.PatientId, command.Origin,
        (_, held, _) => Task.FromResult(Decision.Accept(command.Decide(held.IsProtected, clock.Next()))),
        ct);

    private async Task<Refused?> RunAsync(
        ResourceLevel level, OrthancId id, Origin origin, Func<NpgsqlTransaction, HeldResource, CancellationToken, Task<Decision>> decide,
        CancellationToken ct)
    {
        Refused? refused = null;
        await ledger.WriteAsync(async (transaction, token) =>
        {
            var decision = await resources.LockAsync(transaction, level, id, token) is { } held
                ? await decide(transaction, held, token)
                : new Refused(OrthancError.UnknownResource);
            return decision.IsRefused(out refused, out var facts) ? [] : [.. facts.Select(fact => new Entry(fact, origin))];
        }, ct);
        return refused;
    }
}
