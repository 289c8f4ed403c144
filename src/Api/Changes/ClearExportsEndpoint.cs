using EventDicom.Domain;
using EventDicom.Domain.Changes;

namespace EventDicom.Api.Changes;

/// <summary><c>DELETE /exports</c>.</summary>
public sealed class ClearExportsEndpoint(Ledger ledger, ArchiveClock clock) : OrthancEndpoint
{
    public override void Configure()
    {
        Delete("/exports");
        Describe(Allow.Administrate, "Empty the log of exports").Named("clearExports").AnswersNothing();
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        await ledger.WriteAsync(new ClearLog(ClearedLog.Exports).Decide(clock.Next()), Origin, ct);
        await AnswerNothingAsync(ct);
    }
}
