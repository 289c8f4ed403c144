using System.Buffers.Binary;
using System.Text;

namespace EventDicom.Dimse.Pdus;

/// <summary>A PDU while it is put together: lengths are filled in when what they count is there.</summary>
internal sealed class PduBuffer
{
    private byte[] _bytes = new byte[512];
    private int _count;

    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, _count);

    public void Byte(byte value) => Reserve(1)[0] = value;

    public void UInt16(ushort value) => BinaryPrimitives.WriteUInt16BigEndian(Reserve(2), value);

    public void UInt32(uint value) => BinaryPrimitives.WriteUInt32BigEndian(Reserve(4), value);

    public void Zeros(int count) => Reserve(count).Clear();

    public void Bytes(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Reserve(bytes.Length));

    /// <summary>ASCII, cut or filled up with spaces.</summary>
    public void Fixed(string text, int length)
    {
        var target = Reserve(length);
        target.Fill((byte)' ');
        Encoding.ASCII.GetBytes(text.AsSpan(0, Math.Min(text.Length, length)), target);
    }

    /// <summary>Begins an item; to be ended by <see cref="EndItem"/> with what this returns.</summary>
    public int BeginItem(byte type)
    {
        Byte(type);
        Zeros(3);
        return _count;
    }

    /// <exception cref="ArgumentException">The item has more than 65,535 bytes.</exception>
    public void EndItem(int begin)
    {
        if (_count - begin > ushort.MaxValue)
            throw new ArgumentException("An item of an association request can have 65,535 bytes at most");
        BinaryPrimitives.WriteUInt16BigEndian(_bytes.AsSpan(begin - 2), (ushort)(_count - begin));
    }

    public void TextItem(byte type, string text)
    {
        var begin = BeginItem(type);
        Encoding.ASCII.GetBytes(text, Reserve(text.Length));
        EndItem(begin);
    }

    /// <summary>Bytes behind their length in two bytes.</summary>
    public void Field(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > ushort.MaxValue) throw new ArgumentException("A field of an association request can have 65,535 bytes at most");
        UInt16((ushort)bytes.Length);
        Bytes(bytes);
    }

    public int BeginPdu(PduType type)
    {
        Byte((byte)type);
        Zeros(5);
        return _count;
    }

    public void EndPdu(int begin) => BinaryPrimitives.WriteUInt32BigEndian(_bytes.AsSpan(begin - 4), (uint)(_count - begin));

    private Span<byte> Reserve(int count)
    {
        if (_bytes.Length - _count < count) Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _count + count));
        _count += count;
        return _bytes.AsSpan(_count - count, count);
    }
}
