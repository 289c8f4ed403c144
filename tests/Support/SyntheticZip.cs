using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;
using EventDicom.Domain.Recording;

namespace EventDicom.Support;

/// <summary>
/// A ZIP archive written record by record (APPNOTE 4.3), with whatever lies a test wants, and none of the code that it is meant to test.
/// Immutable.
/// </summary>
public sealed record SyntheticZip
{
    private const ushort Stored = 0, Deflated = 8;

    private IReadOnlyList<Entry> Entries { get; init; } = [];

    /// <summary>Whether sizes and offsets stand in ZIP64 records, though they would fit elsewhere.</summary>
    public bool IsZip64 { get; init; }

    /// <summary>Added to the offset of the directory that the end says.</summary>
    public int DirectoryShift { get; init; }

    /// <summary>Added to the number of entries that the end says.</summary>
    public int CountError { get; init; }

    public string Comment { get; init; } = "";

    /// <param name="crcError">Is added to the CRC-32.</param>
    /// <param name="sizeError">Is added to the size that the records say.</param>
    /// <param name="method">What the records say; the content is deflated where this is 8.</param>
    /// <param name="flags">General purpose bits.</param>
    public SyntheticZip With(string name, byte[] content, bool deflate = true, uint crcError = 0, int sizeError = 0, ushort? method = null,
        ushort flags = 0)
    {
        var packed = deflate ? Deflate(content) : content;
        var entry = new Entry(name, packed, content.Length + sizeError, Crc32.HashToUInt32(content) + crcError,
            method ?? (deflate ? Deflated : Stored), flags);
        return this with { Entries = [.. Entries, entry] };
    }

    public byte[] ToBytes()
    {
        using var zip = new MemoryStream();
        var offsets = new List<long>();
        foreach (var entry in Entries)
        {
            offsets.Add(zip.Length);
            Write(zip, entry, 0x04034b50, offset: null);
            zip.Write(entry.Packed);
        }

        var directory = zip.Length;
        foreach (var (entry, offset) in Entries.Zip(offsets)) Write(zip, entry, 0x02014b50, offset);
        WriteEnd(zip, directory);
        return zip.ToArray();
    }

    private void Write(Stream zip, Entry entry, uint signature, long? offset)
    {
        var name = Encoding.UTF8.GetBytes(entry.Name);
        byte[] extra = IsZip64 ? [.. U16(1), .. U16(offset is null ? 16 : 24), .. U64(entry.Size), .. U64(entry.Packed.Length),
            .. offset is { } at ? U64(at) : []] : [];
        zip.Write(U32(signature));
        if (offset is not null) zip.Write(U16(20));
        zip.Write([.. U16(45), .. U16(entry.Flags), .. U16(entry.Method), .. U32(0), .. U32(entry.Crc)]);
        zip.Write([.. U32(IsZip64 ? uint.MaxValue : entry.Packed.Length), .. U32(IsZip64 ? uint.MaxValue : entry.Size), .. U16(name.Length),
            .. U16(extra.Length)]);
        if (offset is { } place) zip.Write([.. U16(0), .. U16(0), .. U16(0), .. U32(0), .. U32(IsZip64 ? uint.MaxValue : place)]);
        zip.Write([.. name, .. extra]);
    }

    private void WriteEnd(MemoryStream zip, long directory)
    {
        var size = zip.Length - directory;
        var count = Entries.Count + CountError;
        directory += DirectoryShift;
        if (IsZip64)
        {
            var end = zip.Length;
            zip.Write([.. U32(0x06064b50), .. U64(44), .. U16(45), .. U16(45), .. U32(0), .. U32(0), .. U64(count), .. U64(count),
                .. U64(size), .. U64(directory)]);
            zip.Write([.. U32(0x07064b50), .. U32(0), .. U64(end), .. U32(1)]);
        }
        zip.Write([.. U32(0x06054b50), .. U16(0), .. U16(0), .. U16(IsZip64 ? 0xffff : count), .. U16(IsZip64 ? 0xffff : count)]);
        zip.Write([.. U32(IsZip64 ? uint.MaxValue : size), .. U32(IsZip64 ? uint.MaxValue : directory), .. U16(Comment.Length),
            .. Encoding.ASCII.GetBytes(Comment)]);
    }

    private static byte[] Deflate(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Optimal)) deflate.Write(content);
        return packed.ToArray();
    }

    private static byte[] U16(long value)
    {
        var bytes = new byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)value);
        return bytes;
    }

    private static byte[] U32(long value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, (uint)value);
        return bytes;
    }

    private static byte[] U64(long value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return bytes;
    }

    private sealed record Entry(string Name, byte[] Packed, long Size, uint Crc, ushort Method, ushort Flags);
}
