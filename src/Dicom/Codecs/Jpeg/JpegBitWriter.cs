using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace EventDicom.Dicom;

/// <summary>Writes entropy-coded data, with a zero byte stuffed in after each 0xFF (ITU-T T.81 F.1.2.3).</summary>
internal ref struct JpegBitWriter(IBufferWriter<byte> output)
{
    private const int Chunk = 4096;

    private Span<byte> _buffer = output.GetSpan(Chunk);
    private int _written;
    private ulong _bits;
    private int _count;

    /// <summary>Writes the lower bits of a number, at most 32.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(uint bits, int count)
    {
        _bits = (_bits << count) | bits;
        _count += count;
        if (_count >= 32)
            WriteWord();
    }

    /// <summary>Fills the last byte with ones and hands everything over.</summary>
    public void Finish()
    {
        var missing = -_count & 7;
        Write((1u << missing) - 1, missing);
        while (_count > 0)
        {
            _count -= 8;
            WriteByte((byte)(_bits >> _count));
        }

        output.Advance(_written);
    }

    private void WriteWord()
    {
        _count -= 32;
        var word = (uint)(_bits >> _count);
        if (_buffer.Length - _written < (2 * sizeof(uint)) + 8)
        {
            output.Advance(_written);
            _buffer = output.GetSpan(Chunk);
            _written = 0;
        }

        if (((~word - 0x01010101) & word & 0x80808080) == 0)
        {
            BinaryPrimitives.WriteUInt32BigEndian(_buffer[_written..], word);
            _written += sizeof(uint);
            return;
        }

        for (var shift = 24; shift >= 0; shift -= 8)
            WriteByte((byte)(word >> shift));
    }

    private void WriteByte(byte value)
    {
        _buffer[_written++] = value;
        if (value == 0xFF)
            _buffer[_written++] = 0;
    }
}
