using EventDicom.Domain.Resources;

namespace EventDicom.Domain.Deleting;

public static class DeleteResourceHandler
{
    /// <returns>What was deleted; <c>null</c> when there is no such resource.</returns>
    public static async Task<ResourceDeleted?> HandleAsync(
        DeleteResource command, Ledger ledger, IResources resources, ArchiveClock clock, CancellationToken cancellation)
    {
        ResourceDeleted? deleted = null;
        await ledger.WriteAsync(async (transaction, token) =>
        {
            var held = await resources.LockAsync(transaction, command.Level, command.Id, token);
            deleted = held is null ? null : command.Decide(held, clock.Next());
            return deleted is null ? [] : [new Entry(deleted.Fact, command.Origin)];
        }, cancellation);
        return deleted;
    }
}
