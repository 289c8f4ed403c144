using System.Buffers;
using System.Diagnostics;
using EventDicom.Dicom;
using EventDicom.Dimse.Messages;
using EventDicom.Dimse.Pdus;

namespace EventDicom.Dimse.Associations;

public sealed partial class Association
{
    private ReadOnlySequence<byte> _values;
    private Fragment _fragment;
    private AcceptedContext? _receiving;
    private long _messages, _dataBytes, _windowBegin, _windowBytes;

    /// <inheritdoc cref="ReceiveAsync(TimeSpan, CancellationToken)"/>
    public Task<ReceivedMessage?> ReceiveAsync(CancellationToken ct) => ReceiveAsync(_options.Patience, ct);

    /// <summary>
    /// Waits for the next message (PS3.7 section 6.3). What the last one has left of its data set is passed over. One caller at a time.
    /// </summary>
    /// <param name="patience">How long the peer may say nothing before.</param>
    /// <returns><c>null</c> when the peer has released the association, which is then closed.</returns>
    /// <exception cref="AssociationEndedException">The association is over, and was not released.</exception>
    /// <exception cref="OperationCanceledException">The association goes on; nothing of the message is lost as long as none of it has
    /// come.</exception>
    public async Task<ReceivedMessage?> ReceiveAsync(TimeSpan patience, CancellationToken ct)
    {
        while (_receiving is not null && await SkipAsync(ct))
        {
        }

        if (!await NextFragmentAsync(patience, ct)) return null;
        var context = FindContext(_fragment.ContextId);
        if (context is null || !_fragment.IsCommand) throw await UnexpectedFragmentAsync();
        var command = await ReceiveCommandAsync(context, ct);
        if (!command.HasDataSet) return new(context, command, null);

        _receiving = context;
        (_dataBytes, _windowBegin, _windowBytes) = (0, Stopwatch.GetTimestamp(), 0);
        _fragment = default;
        return new(context, command, new DataSetStream(this, ++_messages));
    }

    /// <summary>Takes some of the data set that is arriving; 0 at its end.</summary>
    internal async ValueTask<int> ReceiveDataAsync(Memory<byte> target, CancellationToken ct)
    {
        if (target.IsEmpty || !await HasDataAsync(ct)) return 0;
        var count = (int)Math.Min(target.Length, _fragment.Data.Length);
        _fragment.Data.Slice(0, count).CopyTo(target.Span);
        _fragment = _fragment with { Data = _fragment.Data.Slice(count) };
        return count;
    }

    /// <summary>Whether this is the message whose data set is arriving.</summary>
    internal bool IsReceiving(long message) => _receiving is not null && message == _messages;

    private async ValueTask<bool> SkipAsync(CancellationToken ct)
    {
        if (!await HasDataAsync(ct)) return false;
        _fragment = _fragment with { Data = default };
        return true;
    }

    /// <summary>Waits for data; false at the end of the data set.</summary>
    private async ValueTask<bool> HasDataAsync(CancellationToken ct)
    {
        while (_fragment.Data.IsEmpty)
        {
            if (_receiving is null) return false;
            if (_fragment.IsLast)
            {
                (_receiving, _fragment) = (null, default);
                return false;
            }
            await DemandFragmentAsync(ct);
            if (_fragment.IsCommand || _fragment.ContextId != _receiving.Id) throw await UnexpectedFragmentAsync();
            await CountAsync(_fragment.Data.Length);
        }
        return true;
    }

    private async ValueTask CountAsync(long length)
    {
        _dataBytes += length;
        if (_dataBytes > _options.MaximumDataSetSize)
            throw await EndedByUsAsync(AssociationEnd.ProtocolViolated, $"The data set has more than {_options.MaximumDataSetSize} bytes");

        _windowBytes += length;
        if (_options.Patience == Timeout.InfiniteTimeSpan || Stopwatch.GetElapsedTime(_windowBegin) is var window
            && window < _options.Patience) return;
        if (_windowBytes < _options.SlowestRate * window.TotalSeconds)
            throw await EndedByUsAsync(
                AssociationEnd.TimedOut, $"The data set arrives too slowly: {_windowBytes} bytes in {window.TotalSeconds:F0} seconds");
        (_windowBegin, _windowBytes) = (Stopwatch.GetTimestamp(), 0);
    }

    private async Task<CommandSet> ReceiveCommandAsync(AcceptedContext context, CancellationToken ct)
    {
        var begin = Stopwatch.GetTimestamp();
        var bytes = _fragment.Data.ToArray();
        while (!_fragment.IsLast)
        {
            await DemandFragmentAsync(ct);
            if (!_fragment.IsCommand || _fragment.ContextId != context.Id) throw await UnexpectedFragmentAsync();
            if (_options.Patience != Timeout.InfiniteTimeSpan && Stopwatch.GetElapsedTime(begin) > _options.Patience)
                throw await EndedByUsAsync(AssociationEnd.TimedOut, "A command arrives too slowly");
            if (bytes.Length + _fragment.Data.Length > _options.MaximumCommandSize) break;
            bytes = [.. bytes, .. _fragment.Data.ToArray()];
        }
        if (bytes.Length > _options.MaximumCommandSize || !_fragment.IsLast)
            throw await EndedByUsAsync(AssociationEnd.ProtocolViolated, $"A command has more than {_options.MaximumCommandSize} bytes");

        try
        {
            return CommandSet.Read(bytes);
        }
        catch (DicomFileException bad)
        {
            throw await EndedByUsAsync(AssociationEnd.ProtocolViolated, $"What came is no command: {bad.Message}");
        }
    }

    /// <summary>The next fragment of a message that has begun.</summary>
    private async ValueTask DemandFragmentAsync(CancellationToken ct)
    {
        if (!await NextFragmentAsync(_options.Patience, ct, isInside: true))
            throw IsOver();
    }

    /// <returns>False when the peer has released the association.</returns>
    private async ValueTask<bool> NextFragmentAsync(TimeSpan patience, CancellationToken ct, bool isInside = false)
    {
        if (_values.IsEmpty)
        {
            if (await NextAsync(patience, ct) == AssociationAction.AR2)
            {
                if (isInside)
                    throw await EndedByUsAsync(
                        AssociationEnd.ProtocolViolated, "The peer wants to release the association in the middle of a message");
                await AnswerReleaseAsync();
                return false;
            }
            _values = _transport.Body;
        }

        try
        {
            _fragment = Fragment.Take(ref _values);
            return true;
        }
        catch (PduFormatException bad)
        {
            throw await ViolatedAsync(bad);
        }
    }

    private async Task<AssociationEndedException> UnexpectedFragmentAsync() => await ViolatedAsync(new(
        AbortReason.UnexpectedPduParameter,
        $"A piece of a {(_fragment.IsCommand ? "command" : "data set")} in context {_fragment.ContextId} came where it cannot be"));

    private async Task<AssociationEndedException> EndedByUsAsync(AssociationEnd end, string message)
    {
        var ended = EndedBy(end, message, closes: false);
        await AbortAsync();
        return ended;
    }
}
