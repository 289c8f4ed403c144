using System.Buffers;
using System.Buffers.Binary;

namespace EventDicom.Dicom;

/// <summary>Gathers small writes and passes large ones through.</summary>
internal sealed class DicomOutput(Stream stream, bool bigEndian) : IDisposable
{
    private const int BlockSize = 32 * 1024;

    private readonly byte[] _block = ArrayPool<byte>.Shared.Rent(BlockSize);
    private int _used;

    public void Tag(DicomTag tag)
    {
        UInt16(tag.Group);
        UInt16(tag.Element);
    }

    public void UInt16(ushort number)
    {
        var bytes = Reserve(sizeof(ushort));
        if (bigEndian)
            BinaryPrimitives.WriteUInt16BigEndian(bytes, number);
        else
            BinaryPrimitives.WriteUInt16LittleEndian(bytes, number);
    }

    public void UInt32(uint number)
    {
        var bytes = Reserve(sizeof(uint));
        if (bigEndian)
            BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
        else
            BinaryPrimitives.WriteUInt32LittleEndian(bytes, number);
    }

    public void Bytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > _block.Length - _used)
        {
            Flush();
            if (bytes.Length > _block.Length)
            {
                stream.Write(bytes);
                return;
            }
        }

        bytes.CopyTo(_block.AsSpan(_used));
        _used += bytes.Length;
    }

    public void Flush()
    {
        stream.Write(_block, 0, _used);
        _used = 0;
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_block);

    private Span<byte> Reserve(int count)
    {
        if (count > _block.Length - _used)
            Flush();

        _used += count;
        return _block.AsSpan(_used - count, count);
    }
}
