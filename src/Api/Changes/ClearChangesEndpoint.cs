using EventDicom.Domain;
using EventDicom.Domain.Changes;

namespace EventDicom.Api.Changes;

/// <summary><c>DELETE /changes</c>: empties the log; numbers go on where they were.</summary>
public sealed class ClearChangesEndpoint(Ledger ledger, ArchiveClock clock) : OrthancEndpoint
{
    public override void Configure()
    {
        Delete("/changes");
        Describe(Allow.Administrate, "Empty the log of changes").Named("clearChanges").AnswersNothing();
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        await ledger.WriteAsync(new ClearLog(ClearedLog.Changes).Decide(clock.Next()), Origin, ct);
        await AnswerNothingAsync(ct);
    }
}
