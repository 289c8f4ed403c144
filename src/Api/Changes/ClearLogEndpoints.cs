using EventDicom.Domain.Changes;
using Wolverine;

namespace EventDicom.Api.Changes;

/// <summary><c>DELETE /changes</c>: empties the log; numbers go on where they were.</summary>
public sealed class ClearChangesEndpoint(IMessageBus bus) : OrthancEndpoint
{
    public override void Configure()
    {
        Delete("/changes");
        Describe(Allow.Administrate, "Empty the log of changes").Named("clearChanges").AnswersNothing();
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        await bus.InvokeAsync(new ClearLog(ClearedLog.Changes, Origin), ct);
        await AnswerNothingAsync(ct);
    }
}

/// <summary><c>DELETE /exports</c>.</summary>
public sealed class ClearExportsEndpoint(IMessageBus bus) : OrthancEndpoint
{
    public override void Configure()
    {
        Delete("/exports");
        Describe(Allow.Administrate, "Empty the log of exports").Named("clearExports").AnswersNothing();
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        await bus.InvokeAsync(new ClearLog(ClearedLog.Exports, Origin), ct);
        await AnswerNothingAsync(ct);
    }
}
