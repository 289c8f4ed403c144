using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using EventDicom.Dimse.Pdus;

namespace EventDicom.Dimse.Associations;

/// <summary>
/// A connection, seen as PDUs. One is held at a time, in pooled memory and whole, for its length is bounded; while nothing comes, nothing
/// is held.
/// One reads and one writes at a time, and both may at once.
/// </summary>
internal sealed class PduTransport : IAsyncDisposable
{
    // Four of the usual PDUs go out with one write.
    private const int BatchLength = 64 * 1024;

    private readonly Stream _stream;
    private readonly int _longestData;
    private readonly PipeReader _reader;
    private readonly PipeWriter _writer;
    private readonly Deadline _reading = new();
    private readonly Deadline _writing = new();
    private SequencePosition? _end;

    /// <param name="longestData">The longest P-DATA-TF that may come, in bytes after the first six.</param>
    public PduTransport(Stream stream, int longestData)
    {
        (_stream, _longestData) = (stream, longestData);
        var block = PowerOfTwo(longestData + PduLimits.HeaderLength);
        _reader = PipeReader.Create(stream, new(bufferSize: block, minimumReadSize: block / 2, leaveOpen: true, useZeroByteReads: true));
        _writer = PipeWriter.Create(stream, new(minimumBufferSize: 4096, leaveOpen: true));
    }

    /// <summary>Of the PDU that was read last.</summary>
    public PduType Type { get; private set; }

    /// <summary>What follows the first six bytes of the PDU that was read last; valid until the next is read.</summary>
    public ReadOnlySequence<byte> Body { get; private set; }

    /// <summary>Reads a whole PDU.</summary>
    /// <param name="patience">How long to wait for its first byte.</param>
    /// <param name="whole">How long the rest of it may take from there on.</param>
    /// <returns>False when the peer has closed the connection; what it sent of a PDU is lost.</returns>
    /// <exception cref="PduFormatException">What comes is no PDU.</exception>
    /// <exception cref="TimeoutException">It took too long; nothing more can be read.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    public async ValueTask<bool> ReadAsync(TimeSpan patience, TimeSpan whole, CancellationToken ct)
    {
        if (_end is { } end) _reader.AdvanceTo(end);
        (_end, Body) = (null, default);
        var isBegun = false;
        while (true)
        {
            var result = await ReadPiecesAsync(isBegun ? null : patience, ct);
            var buffer = result.Buffer;
            if (IsWhole(buffer)) return true;

            _reader.AdvanceTo(buffer.Start, buffer.End);
            if (result.IsCompleted)
            {
                _reading.Stop();
                return false;
            }
            if (isBegun || buffer.IsEmpty) continue;
            isBegun = true;
            _reading.Start(whole);
        }
    }

    /// <summary>Room for a PDU that is written in place; <see cref="Written"/> takes it.</summary>
    public Memory<byte> Room(int length) => _writer.GetMemory(length)[..length];

    public void Written(int length) => _writer.Advance(length);

    /// <summary>Whether so much is written that it is to be sent before more comes.</summary>
    public bool IsBatchFull => _writer.UnflushedBytes >= BatchLength;

    /// <summary>Sends what is written.</summary>
    /// <exception cref="TimeoutException">The peer does not take it; nothing more can be sent.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    public async ValueTask FlushAsync(TimeSpan patience)
    {
        try
        {
            var flush = _writer.FlushAsync(_writing.Token);
            if (!flush.IsCompleted) _writing.Start(patience);
            await flush;
            _writing.Stop();
        }
        catch (OperationCanceledException) when (_writing.HasRunDown)
        {
            throw new TimeoutException("The peer does not take what is sent to it");
        }
        catch (Exception broken) when (IsBroken(broken))
        {
            throw new IOException($"The connection broke: {broken.Message}", broken);
        }
    }

    /// <inheritdoc cref="FlushAsync"/>
    public async ValueTask SendAsync(ReadOnlyMemory<byte> pdu, TimeSpan patience)
    {
        _writer.Write(pdu.Span);
        await FlushAsync(patience);
    }

    /// <summary>Closes the connection. Whoever reads or writes at the moment gets an <see cref="IOException"/>.</summary>
    public void Close() => _stream.Dispose();

    public async ValueTask DisposeAsync()
    {
        Close();
        // Gives the buffers back. What was not sent any more cannot be.
        try
        {
            await _reader.CompleteAsync();
            await _writer.CompleteAsync(new IOException("Closed"));
        }
        catch (Exception broken) when (IsBroken(broken))
        {
            // There is nobody left to tell.
        }
        _reading.Dispose();
        _writing.Dispose();
    }

    private static int PowerOfTwo(int length) => (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)length);

    // The clock of what is begun runs already; else it starts here, but only if there is anything to wait for.
    private async ValueTask<ReadResult> ReadPiecesAsync(TimeSpan? patience, CancellationToken ct)
    {
        using var linked = ct.CanBeCanceled ? CancellationTokenSource.CreateLinkedTokenSource(_reading.Token, ct)
            : null;
        try
        {
            var read = _reader.ReadAsync(linked?.Token ?? _reading.Token);
            if (patience is { } wait && !read.IsCompleted) _reading.Start(wait);
            return await read;
        }
        catch (OperationCanceledException)
        {
            if (_reading.HasRunDown) throw new TimeoutException("The peer is silent, or too slow");
            _reading.Stop();
            throw;
        }
        catch (Exception broken) when (IsBroken(broken))
        {
            throw new IOException($"The connection broke: {broken.Message}", broken);
        }
    }

    /// <exception cref="PduFormatException">The header is none of a PDU, or too long a one.</exception>
    private bool IsWhole(ReadOnlySequence<byte> buffer)
    {
        if (buffer.Length < PduLimits.HeaderLength) return false;
        Span<byte> header = stackalloc byte[PduLimits.HeaderLength];
        buffer.Slice(0, PduLimits.HeaderLength).CopyTo(header);
        var type = (PduType)header[0];
        var length = BinaryPrimitives.ReadUInt32BigEndian(header[2..]);
        var (shortest, longest) = type switch
        {
            PduType.AssociateRequest or PduType.AssociateAccept => (0, PduLimits.LongestAssociate),
            PduType.DataTransfer => (PduLimits.FragmentHeaderLength, _longestData),
            PduType.AssociateReject or PduType.ReleaseRequest or PduType.ReleaseResponse or PduType.Abort =>
                (PduLimits.FixedLength, PduLimits.FixedLength),
            _ => throw new PduFormatException(AbortReason.UnrecognizedPdu, $"There is no PDU of type {header[0]:x2}H"),
        };
        if (length < shortest || length > longest)
            throw new PduFormatException(
                AbortReason.InvalidPduParameterValue, $"A PDU of type {header[0]:x2}H has {length} bytes, and may have {longest}");
        if (buffer.Length < PduLimits.HeaderLength + length) return false;

        _reading.Stop();
        (Type, Body) = (type, buffer.Slice(PduLimits.HeaderLength, length));
        _end = Body.End;
        return true;
    }

    // A stream that was closed under a read answers in many ways.
    private static bool IsBroken(Exception failure) =>
        failure is IOException or System.Net.Sockets.SocketException or ObjectDisposedException or InvalidOperationException;
}
