using System.Buffers;
using System.Net;
using EventDicom.Dicom;
using EventDicom.Dimse.Pdus;

namespace EventDicom.Dimse.Associations;

/// <summary>
/// An association of the DICOM upper layer (PS3.8), for either role. What may happen when is said by <see cref="StateTable"/>. One may
/// receive while another
/// sends; messages that are sent at once go out one after the other.
/// </summary>
public sealed partial class Association : IAsyncDisposable
{
    // What is over need not be closed politely for long.
    private static readonly TimeSpan s_farewell = TimeSpan.FromSeconds(5);

    private readonly Lock _stepping = new();
    private readonly PduTransport _transport;
    private readonly AssociationOptions _options;
    private readonly Dictionary<byte, AcceptedContext> _contexts = [];
    private AssociationState _state = AssociationState.Idle;
    private AssociationEndedException? _ended;
    private int _longestSent;
    private object? _received;
    private IOException? _lost;
    private volatile bool _isReading;

    private Association(Stream stream, bool isRequestor, AssociationOptions options, IPAddress? remote)
    {
        _options = options;
        _transport = new(stream, options.MaximumPduLength);
        IsRequestor = isRequestor;
        RemoteAddress = remote is { IsIPv4MappedToIPv6: true } ? remote.MapToIPv4() : remote;
    }

    /// <summary>Names the association in logs and in the events that it brings about.</summary>
    public string Id { get; } = Guid.NewGuid().ToString("N");

    /// <summary>Whether we have asked for it.</summary>
    public bool IsRequestor { get; }

    public IPAddress? RemoteAddress { get; }

    public AssociateRequest Request { get; private set; } = null!;

    public string CalledAet => Request.CalledAet;

    public string CallingAet => Request.CallingAet;

    /// <summary>What the other side says about itself.</summary>
    public UserInformation Peer { get; private set; } = new();

    /// <summary>What both sides agreed on.</summary>
    public IReadOnlyCollection<AcceptedContext> Contexts => _contexts.Values;

    public AssociationState State
    {
        get
        {
            lock (_stepping) return _state;
        }
    }

    /// <returns><c>null</c> for an id that was not proposed, or not accepted.</returns>
    public AcceptedContext? FindContext(byte id) => _contexts.GetValueOrDefault(id);

    /// <summary>Ends the association at once (PS3.8 section 7.3), whatever is under way. Does nothing when it is over.</summary>
    public Task AbortAsync() => AbortAsync(new(AbortSource.ServiceUser, AbortReason.NotSpecified), AssociationEvent.AbortRequested);

    /// <summary>Closes the connection; what was not released is aborted, without waiting for the peer to have seen it.</summary>
    public async ValueTask DisposeAsync()
    {
        await AbortAsync(new(AbortSource.ServiceUser, AbortReason.NotSpecified), AssociationEvent.AbortRequested, waits: false);
        await _transport.DisposeAsync();
    }

    private AssociationAction Step(AssociationEvent happened, bool isAnswerable = true)
    {
        lock (_stepping)
        {
            var action = StateTable.ActionOf(happened, _state);
            if (action != AssociationAction.None) _state = StateTable.StateAfter(action, IsRequestor, isAnswerable);
            return action;
        }
    }

    /// <summary>Waits for the next PDU, and does what is to be done about it where that is the end of the association.</summary>
    /// <returns>The action that is left to the caller.</returns>
    /// <exception cref="AssociationEndedException">The association is over.</exception>
    private async ValueTask<AssociationAction> NextAsync(TimeSpan patience, CancellationToken ct)
    {
        while (true)
        {
            switch (await StepWithNextAsync(patience, ct))
            {
                case AssociationAction.AA2 or AssociationAction.AA3:
                    var abort = (Abort)_received!;
                    throw EndedBy(AssociationEnd.AbortedByPeer,
                        $"The peer has aborted the association (source: {abort.Source}, reason: {abort.Reason})");
                case AssociationAction.AA4 or AssociationAction.AA5 or AssociationAction.AR5 or AssociationAction.None:
                    throw EndedBy(AssociationEnd.ConnectionLost, _lost?.Message ?? "The peer has closed the connection", _lost);
                case AssociationAction.AA1 or AssociationAction.AA7 or AssociationAction.AA8:
                    var ended = EndedBy(AssociationEnd.ProtocolViolated, $"A PDU came that could not come then: {_transport.Type}");
                    await FarewellAsync(PduWriter.Write(new Abort(AbortSource.ServiceProvider, AbortReason.UnexpectedPdu)));
                    throw ended;
                case AssociationAction.AA6:
                    continue;
                case var action:
                    return action;
            }
        }
    }

    private async ValueTask<AssociationAction> StepWithNextAsync(TimeSpan patience, CancellationToken ct)
    {
        try
        {
            var happened = await ReadAsync(patience, ct);
            return Step(happened, IsAnswerable(_received));
        }
        catch (PduFormatException bad)
        {
            throw await ViolatedAsync(bad);
        }
        catch (TimeoutException late)
        {
            var ended = EndedBy(AssociationEnd.TimedOut, late.Message, late, closes: false);
            if (Step(AssociationEvent.TimerExpired) == AssociationAction.None) await AbortAsync();
            _transport.Close();
            throw ended;
        }
    }

    private async ValueTask<AssociationEvent> ReadAsync(TimeSpan patience, CancellationToken ct)
    {
        _received = null;
        _isReading = true;
        try
        {
            var whole = State == AssociationState.AwaitingRequest ? _options.Artim : _options.Patience;
            if (!await _transport.ReadAsync(patience, whole, ct)) return AssociationEvent.ConnectionClosed;
        }
        catch (IOException broken)
        {
            _lost = broken;
            return AssociationEvent.ConnectionClosed;
        }
        finally
        {
            _isReading = false;
        }
        return Interpret();
    }

    /// <exception cref="PduFormatException">What came is damaged.</exception>
    private AssociationEvent Interpret()
    {
        if (_transport.Type == PduType.DataTransfer) return AssociationEvent.DataReceived;
        ReadOnlySpan<byte> body = _transport.Body.IsSingleSegment ? _transport.Body.FirstSpan : _transport.Body.ToArray();
        switch (_transport.Type)
        {
            case PduType.AssociateRequest:
                _received = PduReader.ReadRequest(body);
                return AssociationEvent.RequestReceived;
            case PduType.AssociateAccept:
                _received = PduReader.ReadAccept(body);
                return AssociationEvent.AcceptReceived;
            case PduType.AssociateReject:
                _received = PduReader.ReadReject(body);
                return AssociationEvent.RejectReceived;
            case PduType.Abort:
                _received = PduReader.ReadAbort(body);
                return AssociationEvent.AbortReceived;
            case PduType.ReleaseRequest:
                return AssociationEvent.ReleaseRequestReceived;
            default:
                return AssociationEvent.ReleaseResponseReceived;
        }
    }

    /// <summary>What came is no DICOM: aborts, and answers what to throw.</summary>
    private async ValueTask<AssociationEndedException> ViolatedAsync(PduFormatException bad)
    {
        var ended = EndedBy(AssociationEnd.ProtocolViolated, bad.Message, bad, closes: false);
        await AbortAsync(new(AbortSource.ServiceProvider, bad.Reason), AssociationEvent.InvalidReceived);
        _transport.Close();
        return ended;
    }

    private async Task AbortAsync(Abort abort, AssociationEvent why, bool waits = true)
    {
        var action = Step(why);
        if (action == AssociationAction.None) return;
        EndedBy(AssociationEnd.AbortedByUs, "The association was aborted", closes: false);
        if (action == AssociationAction.AA2) _transport.Close();
        else await FarewellAsync(PduWriter.Write(abort), waits);
    }

    /// <summary>Sends the last PDU, waits until the peer has closed the connection or the time for that is over, and closes it.</summary>
    private async Task FarewellAsync(ReadOnlyMemory<byte> last, bool waits = true)
    {
        try
        {
            // A message that is stuck halfway would make anything else a part of it.
            if (await _sending.WaitAsync(s_farewell / 5))
            {
                await SendLastAsync(last);
                // Whoever waits for the peer sees it close the connection.
                if (waits && !_isReading) await AwaitCloseAsync();
            }
        }
        catch (Exception gone) when (gone is IOException or TimeoutException)
        {
            // Then there is nobody to wait for.
        }
        if (!_isReading) _transport.Close();
    }

    private async Task SendLastAsync(ReadOnlyMemory<byte> last)
    {
        try
        {
            await _transport.SendAsync(last, s_farewell);
        }
        finally
        {
            _sending.Release();
        }
    }

    // Closed with unread bytes before it, a socket would take back what we have just said.
    private async Task AwaitCloseAsync()
    {
        using var patience = new CancellationTokenSource(s_farewell < _options.Artim ? s_farewell : _options.Artim);
        try
        {
            while (State == AssociationState.AwaitingClose)
                Step(await ReadAsync(Timeout.InfiniteTimeSpan, patience.Token));
        }
        catch (Exception over) when (over is OperationCanceledException or PduFormatException or TimeoutException)
        {
            Step(AssociationEvent.TimerExpired);
        }
    }

    /// <summary>Remembers how the association ended; the first end counts.</summary>
    private AssociationEndedException EndedBy(AssociationEnd end, string message, Exception? cause = null, bool closes = true)
    {
        lock (_stepping) _ended ??= new(end, message, cause);
        if (closes && State != AssociationState.AwaitingClose) _transport.Close();
        return _ended;
    }

    private static bool IsAnswerable(object? received) =>
        received is not AssociateRequest request || RefusalOf(request) is null;

    private static RejectReason? RefusalOf(AssociateRequest request) =>
        (request.ProtocolVersion & 1) == 0 ? RejectReason.ProtocolVersionNotSupported
        : request.ApplicationContext != DicomUID.DICOMApplicationContext ? RejectReason.ApplicationContextNotSupported
        : null;
}
