using EventDicom.Dimse.Associations;
using EventDicom.Dimse.Messages;
using EventDicom.Domain;
using EventDicom.Domain.Measuring;

namespace EventDicom.Dimse.Scp;

/// <summary>An association that somebody opened with us, as the services see it.</summary>
public sealed class ScpSession
{
    private readonly TimeSpan _patience;
    private readonly CancellationToken _stop;
    private Task<ReceivedMessage?>? _pending;

    internal ScpSession(Association association, Caller caller, TimeSpan patience, CancellationToken stop)
    {
        (Association, Caller, _patience, _stop) = (association, caller, patience, stop);
        Origin = new(
            OriginKind.DicomProtocol, association.Peer.Identity?.Name, association.RemoteAddress?.ToString(), association.CallingAet,
            association.CalledAet, CorrelationId: $"association/{association.Id}") { TraceParent = Spans.Current };
    }

    public Association Association { get; }

    public Caller Caller { get; }

    /// <summary>What the events that come of it say of where they come from.</summary>
    public Origin Origin { get; }

    public Task RespondAsync(
        ReceivedMessage request, DimseStatus status, string? comment = null, Suboperations? suboperations = null, Stream? dataSet = null) =>
        Association.SendAsync(request.Context.Id, CommandSet.ResponseTo(request.Command, status, comment, suboperations), dataSet);

    /// <summary>
    /// Does work that the peer may cancel (PS3.7 section 9.3.2.3): its token is cancelled when that comes, and when the association ends.
    /// </summary>
    public async Task RunCancellableAsync(ReceivedMessage request, Func<CancellationToken, Task> work)
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(_stop);
        var working = work(cancel.Token);
        while (!working.IsCompleted)
        {
            _pending ??= Association.ReceiveAsync(Timeout.InfiniteTimeSpan, _stop);
            if (await Task.WhenAny(working, _pending) == working) break;
            if (_pending is { IsCompletedSuccessfully: true, Result.Command: { Field: CommandField.CCancelRequest } command })
            {
                _pending = null;
                if (command.MessageIdBeingRespondedTo == request.Command.MessageId) await cancel.CancelAsync();
                continue;
            }

            // Another request waits its turn; without an association there is nobody to work for.
            if (!_pending.IsCompletedSuccessfully || _pending.Result is null) await cancel.CancelAsync();
            break;
        }
        await working;
    }

    /// <summary>The next message; <c>null</c> when the peer has released the association.</summary>
    /// <exception cref="OperationCanceledException">The server stops.</exception>
    internal async Task<ReceivedMessage?> NextAsync()
    {
        if (_pending is not { } pending) return await Association.ReceiveAsync(_patience, _stop);
        _pending = null;
        try
        {
            return await pending.WaitAsync(_patience, CancellationToken.None);
        }
        catch (TimeoutException) when (!pending.IsCompleted)
        {
            await Association.AbortAsync();
            throw new AssociationEndedException(AssociationEnd.TimedOut, "The peer is silent");
        }
    }
}
