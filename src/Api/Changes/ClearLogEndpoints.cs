using EventDicom.Domain.Changes;
using Wolverine;

namespace EventDicom.Api.Changes;

/// <summary><c>DELETE /changes</c>: empties the log; numbers go on where they were.</summary>
public sealed class ClearChangesEndpoint(IMessageBus bus) : OrthancEndpoint
{
    public override void Configure() => Delete("/changes");

    public override async Task HandleAsync(CancellationToken ct)
    {
        await bus.InvokeAsync(new ClearLog(ClearedLog.Changes, Origin), ct);
        await AnswerNothingAsync(ct);
    }
}

/// <summary><c>DELETE /exports</c>.</summary>
public sealed class ClearExportsEndpoint(IMessageBus bus) : OrthancEndpoint
{
    public override void Configure() => Delete("/exports");

    public override async Task HandleAsync(CancellationToken ct)
    {
        await bus.InvokeAsync(new ClearLog(ClearedLog.Exports, Origin), ct);
        await AnswerNothingAsync(ct);
    }
}
