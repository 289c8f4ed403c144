using EventDicom.Domain.Revisions;

namespace EventDicom.Domain.Metadata;

/// <summary>Changes the metadata of resources, each in one transaction that holds the patient.</summary>
public sealed class MetadataKeeping(Ledger ledger, IResources resources, IKeptMetadata kept, RevisionRule rule, ArchiveClock clock)
{
    public Task<ChangeResult> RunAsync(SetMetadata command, CancellationToken ct) =>
        ChangeAsync(command.Level, command.Id, command.Number, (held, current) => command.Decide(held, current, rule, clock.Next()),
            command.Origin, ct);

    public Task<ChangeResult> RunAsync(RemoveMetadata command, CancellationToken ct) =>
        ChangeAsync(command.Level, command.Id, command.Number, (held, current) => command.Decide(held, current, rule, clock.Next()),
            command.Origin, ct);

    private async Task<ChangeResult> ChangeAsync(
        ResourceLevel level, OrthancId id, int number, Func<HeldResource, KeptValue?, (ChangeResult, Fact?)> decide, Origin origin,
        CancellationToken ct)
    {
        var result = default(ChangeResult);
        await ledger.WriteAsync(async (transaction, token) =>
        {
            if (await resources.LockAsync(transaction, level, id, token) is not { } held)
            {
                result = new(ChangeStatus.UnknownResource);
                return [];
            }
            (result, var fact) = decide(held, await kept.FindAsync(transaction, level, id, number, token));
            return fact is { } change ? [new Entry(change, origin)] : [];
        }, ct);
        return result;
    }
}
