using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace EventDicom.Dicom;

/// <summary>
/// Bits of entropy-coded data, stuffed zero bytes taken out (ITU-T T.81 F.1.2.3). At a marker or the end of the stream zero bits follow, so
/// that a hot loop need not ask; <see cref="ThrowIfOverrun"/> must be called often enough for a bounded loss of time.
/// </summary>
internal ref struct JpegBitReader(ReadOnlySpan<byte> stream, int position)
{
    private readonly ReadOnlySpan<byte> _stream = stream;
    private ulong _bits;
    private int _count;
    private int _padding;

    /// <summary>Of the first byte not yet taken: that of the marker, once one has been met.</summary>
    public int Position { get; private set; } = position;

    /// <summary>Makes at least 32 bits ready: enough for a code and the bits that follow it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Fill()
    {
        if (_count < 32)
            Refill();
    }

    /// <summary>The next symbol; <see cref="Fill"/> goes before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int ReadSymbol(JpegHuffmanTable table)
    {
        int found = table.Quick[(int)(_bits >> (64 - JpegHuffmanTable.QuickBits))];
        if (found == 0)
            found = table.Find((int)(_bits >> 48));

        Skip(found >> 8);
        return found & 0xFF;
    }

    /// <summary>A number of bits, 0 to 16, as an unsigned number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int ReadBits(int count)
    {
        var value = (int)(_bits >> 1 >> (63 - count));
        Skip(count);
        return value;
    }

    /// <summary>A number of bits, 0 to 16, as a signed number (ITU-T T.81 F.2.2.1, EXTEND).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int ReadSigned(int count)
    {
        // The upper half of the range is positive; the lower half starts at 1 - 2^count.
        var negative = (int)(~(long)_bits >> 63);
        return ReadBits(count) + (negative & (1 - (1 << count)));
    }

    /// <exception cref="DicomCodecException">More bits were read than there are before the next marker or the end.</exception>
    public readonly void ThrowIfOverrun()
    {
        if (_count < _padding)
            throw new DicomCodecException("A JPEG stream ends within a scan");
    }

    /// <summary>Drops what is left before the next marker, which must be a restart marker, and goes on behind it.</summary>
    public void Restart()
    {
        ThrowIfOverrun();
        (_bits, _count, _padding) = (0, 0, 0);
        var at = Position;
        while (at + 1 < _stream.Length && (_stream[at] != 0xFF || _stream[at + 1] is 0 or 0xFF))
            at++;

        if (at + 1 >= _stream.Length || (_stream[at + 1] & 0xF8) != JpegMarker.FirstRestart)
            throw new DicomCodecException("A restart marker of a JPEG stream is missing");

        Position = at + 2;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Skip(int count)
    {
        _bits <<= count;
        _count -= count;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Refill()
    {
        if (Position <= _stream.Length - sizeof(ulong))
        {
            var next = BinaryPrimitives.ReadUInt64BigEndian(_stream[Position..]);
            if (((~next - 0x0101010101010101) & next & 0x8080808080808080) == 0)
            {
                // Bits of a byte that does not fit whole stay below; the same bits come again with the next refill.
                _bits |= next >> _count;
                var bytes = (63 - _count) >> 3;
                Position += bytes;
                _count += bytes * 8;
                return;
            }
        }

        for (; _count <= 56; _count += 8)
        {
            if (Position >= _stream.Length || (_stream[Position] == 0xFF && (Position + 1 == _stream.Length || _stream[Position + 1] != 0)))
            {
                _padding += 8;
                continue;
            }

            var value = _stream[Position];
            Position += value == 0xFF ? 2 : 1;
            _bits |= (ulong)value << (56 - _count);
        }
    }
}
