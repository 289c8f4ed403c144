using System.Buffers.Binary;
using EventDicom.Dimse.Messages;
using EventDicom.Dimse.Pdus;

namespace EventDicom.Dimse.Associations;

public sealed partial class Association
{
    // What we send is cut no finer than this, whatever a peer says of itself, and fits into a block of pooled memory.
    private const int ShortestSent = 64, LongestSent = 64 * 1024 - PduLimits.HeaderLength;

    // Of the PDU, and of the only fragment in it.
    private const int HeadersLength = PduLimits.HeaderLength + PduLimits.FragmentHeaderLength;

    private readonly SemaphoreSlim _sending = new(1);

    /// <summary>Sends a message (PS3.7 section 6.3). Those of several callers go out one after the other.</summary>
    /// <param name="contextId">Of an accepted context.</param>
    /// <param name="command">Whether a data set follows is written into it here.</param>
    /// <param name="dataSet">Bytes in the transfer syntax of the context, read to their end; stays the caller's.</param>
    /// <exception cref="ArgumentException">The context was not accepted.</exception>
    /// <exception cref="AssociationEndedException">The association is over.</exception>
    /// <remarks>Half a message cannot be taken back: when reading the data set fails or is cancelled, the association is aborted.</remarks>
    public async Task SendAsync(byte contextId, CommandSet command, Stream? dataSet = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (FindContext(contextId) is null) throw new ArgumentException($"The context {contextId} was not accepted", nameof(contextId));
        await _sending.WaitAsync(ct);
        var isWhole = false;
        try
        {
            if (Step(AssociationEvent.DataRequested) == AssociationAction.None) throw IsOver();
            await WriteCommandAsync(contextId, command.ToBytes(dataSet is not null));
            if (dataSet is not null) await WriteDataSetAsync(contextId, dataSet, ct);
            await FlushAsync();
            isWhole = true;
        }
        finally
        {
            _sending.Release();
            if (!isWhole) await AbortAsync();
        }
    }

    private async ValueTask WriteCommandAsync(byte contextId, ReadOnlyMemory<byte> command)
    {
        while (true)
        {
            var part = command[..Math.Min(command.Length, _longestSent - PduLimits.FragmentHeaderLength)];
            command = command[part.Length..];
            var room = _transport.Room(HeadersLength + part.Length);
            part.CopyTo(room[HeadersLength..]);
            await WriteFragmentAsync(room, contextId, part.Length, isCommand: true, isLast: command.IsEmpty);
            if (command.IsEmpty) return;
        }
    }

    private async ValueTask WriteDataSetAsync(byte contextId, Stream dataSet, CancellationToken ct)
    {
        var longest = _longestSent - PduLimits.FragmentHeaderLength;
        // Only who has looked one byte further knows which fragment is the last.
        var ahead = new byte[1];
        var count = await dataSet.ReadAsync(ahead, ct);
        bool isLast;
        do
        {
            var room = _transport.Room(HeadersLength + longest);
            ahead.AsMemory(0, count).CopyTo(room[HeadersLength..]);
            count += await dataSet.ReadAtLeastAsync(
                room[(HeadersLength + count)..], longest - count, throwOnEndOfStream: false, ct);
            var length = count;
            count = count == longest ? await dataSet.ReadAsync(ahead, ct) : 0;
            isLast = count == 0;
            await WriteFragmentAsync(room, contextId, length, isCommand: false, isLast);
        }
        while (!isLast);
    }

    // Each fragment goes into a PDU of its own (PS3.8 section 9.3.5 and annex E).
    private async ValueTask WriteFragmentAsync(Memory<byte> room, byte contextId, int length, bool isCommand, bool isLast)
    {
        WriteHeaders(room.Span, contextId, length, isCommand, isLast);
        _transport.Written(HeadersLength + length);
        if (_transport.IsBatchFull) await FlushAsync();
    }

    private static void WriteHeaders(Span<byte> room, byte contextId, int length, bool isCommand, bool isLast)
    {
        room[0] = (byte)PduType.DataTransfer;
        room[1] = 0;
        BinaryPrimitives.WriteUInt32BigEndian(room[2..], (uint)(length + PduLimits.FragmentHeaderLength));
        BinaryPrimitives.WriteUInt32BigEndian(room[PduLimits.HeaderLength..], (uint)(length + 2));
        room[10] = contextId;
        room[11] = (byte)((isCommand ? Fragment.CommandBit : 0) | (isLast ? Fragment.LastBit : 0));
    }

    private async ValueTask SendAsync(ReadOnlyMemory<byte> pdu)
    {
        pdu.CopyTo(_transport.Room(pdu.Length));
        _transport.Written(pdu.Length);
        await FlushAsync();
    }

    private async ValueTask FlushAsync()
    {
        try
        {
            await _transport.FlushAsync(_options.Patience);
        }
        catch (Exception failure) when (failure is IOException or TimeoutException)
        {
            var ended = EndedBy(
                failure is TimeoutException ? AssociationEnd.TimedOut : AssociationEnd.ConnectionLost, failure.Message, failure);
            Step(AssociationEvent.ConnectionClosed);
            throw ended;
        }
    }

    private AssociationEndedException IsOver()
    {
        lock (_stepping) return _ended ?? new(AssociationEnd.AbortedByUs, "The association is over");
    }
}
