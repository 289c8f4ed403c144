using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using EventDicom.Domain.Streams;

namespace EventDicom.Domain.Zip;

/// <summary>
/// Reads ZIP archives of strangers, ZIP64 among them: nothing that they say is believed, and nothing is held but the line of the directory
/// that is being read. Whatever is wrong raises <see cref="ZipFormatException"/> with a reason that can be shown to whoever sent the
/// archive.
/// </summary>
/// <example>
/// <code>
/// var archive = ZipReader.Open(stream);
/// foreach (var entry in archive.Entries())
///     using (var content = archive.Open(entry)) await content.CopyToAsync(destination);
/// </code>
/// </example>
public sealed class ZipReader
{
    private const uint LocalHeader = 0x04034b50, DirectoryHeader = 0x02014b50;
    private const int LocalLength = 30, DirectoryLength = 46;
    private const ushort Zip64Field = 0x0001;
    private const uint Elsewhere = 0xffffffff;

    private readonly Stream _archive;
    private readonly ZipEnd _end;

    private ZipReader(Stream archive, ZipEnd end) => (_archive, _end) = (archive, end);

    /// <summary>How many entries the archive says it has; the directory has so many, or reading it fails.</summary>
    public long Count => _end.Entries;

    /// <summary>Whether bytes begin as a ZIP archive does: <c>PK\3\4</c>, or <c>PK\5\6</c> for one without entries.</summary>
    public static bool Begins(ReadOnlySpan<byte> start) => start.StartsWith("PK\u0003\u0004"u8) || start.StartsWith("PK\u0005\u0006"u8);

    /// <param name="archive">Seekable; stays open, and is not to be read by anybody else meanwhile.</param>
    /// <exception cref="ZipFormatException">The archive has no end, or one that cannot be true.</exception>
    public static ZipReader Open(Stream archive) => new(archive, ZipEnd.Find(archive));

    /// <summary>The directory, from its first line to its last.</summary>
    /// <exception cref="ZipFormatException">It is not where the end says, is cut short, or has more or fewer lines than it
    /// should.</exception>
    public IEnumerable<ZipEntry> Entries()
    {
        var at = _end.DirectoryOffset;
        var until = at + _end.DirectorySize;
        for (var number = 0L; number < _end.Entries; number++)
        {
            if (until - at < DirectoryLength) throw new ZipFormatException("The directory is shorter than it should be");
            var (entry, length) = ReadEntry(at, until);
            yield return entry;
            at += length;
        }
        if (at != until) throw new ZipFormatException("The directory has more entries than it should");
    }

    /// <summary>Refuses entries whose content cannot be read at all, before any is read.</summary>
    /// <exception cref="ZipFormatException">One is encrypted, compressed in a way of its own, or not where the directory says.</exception>
    public void Demand(ZipEntry entry)
    {
        if (entry.Refusal is { } reason) throw Bad(entry, reason);
        _ = ContentOf(entry);
    }

    /// <summary>
    /// The content of an entry. Its CRC-32 and size are known to be right only when all of it was read: reading the end raises
    /// <see cref="ZipFormatException"/> otherwise. More bytes than the directory promises are never handed out.
    /// </summary>
    /// <exception cref="ZipFormatException">See <see cref="Demand"/>.</exception>
    public Stream Open(ZipEntry entry)
    {
        Demand(entry);
        Stream packed = new StreamPart(_archive, ContentOf(entry), entry.CompressedSize);
        return new CheckedContent(entry.Method == ZipEntry.Deflated
            ? new DeflateStream(packed, CompressionMode.Decompress) : packed, entry);
    }

    internal static ZipFormatException Bad(ZipEntry entry, string reason) =>
        new($"Entry \"{entry.ShownName}\" of the ZIP archive: {reason}");

    private (ZipEntry Entry, long Length) ReadEntry(long at, long until)
    {
        Span<byte> line = stackalloc byte[DirectoryLength];
        Read(at, line);
        if (BinaryPrimitives.ReadUInt32LittleEndian(line) != DirectoryHeader)
            throw new ZipFormatException("The directory of the ZIP archive is not where its end says");

        int nameLength = U16(line, 28), extraLength = U16(line, 30), commentLength = U16(line, 32);
        if (at + DirectoryLength + nameLength + extraLength + commentLength > until)
            throw new ZipFormatException("The directory of the ZIP archive is cut");
        Span<byte> texts = new byte[nameLength + extraLength];
        Read(at + DirectoryLength, texts);

        var flags = U16(line, 8);
        // Bit 11: UTF-8. Otherwise it is anybody's guess, and Latin-1 takes every byte.
        var name = ((flags & 0x800) != 0 ? Encoding.UTF8 : Encoding.Latin1).GetString(texts[..nameLength]);
        long compressed = U32(line, 20), size = U32(line, 24), offset = U32(line, 42);
        ReadZip64(texts[nameLength..], ref size, ref compressed, ref offset);
        return (
            new(name, flags, U16(line, 10), U32(line, 16), compressed, size, offset),
            DirectoryLength + nameLength + extraLength + commentLength);
    }

    // APPNOTE 4.5.3: only those fields are there whose place in the line says that they are elsewhere, in this order.
    private static void ReadZip64(ReadOnlySpan<byte> extra, ref long size, ref long compressed, ref long offset)
    {
        while (extra.Length >= 4)
        {
            int id = U16(extra, 0), length = U16(extra, 2);
            if (length > extra.Length - 4) return;
            if (id == Zip64Field)
            {
                var field = extra.Slice(4, length);
                if (size == Elsewhere) size = Take(ref field);
                if (compressed == Elsewhere) compressed = Take(ref field);
                if (offset == Elsewhere) offset = Take(ref field);
                return;
            }
            extra = extra[(4 + length)..];
        }

        static long Take(ref ReadOnlySpan<byte> field)
        {
            if (field.Length < 8) throw new ZipFormatException("The directory of the ZIP archive lacks a size");
            var value = BinaryPrimitives.ReadInt64LittleEndian(field);
            field = field[8..];
            return value >= 0 ? value : throw new ZipFormatException("The directory of the ZIP archive has a size that cannot be");
        }
    }

    // The name and the extra field of the local header may be of other lengths than those of the directory.
    private long ContentOf(ZipEntry entry)
    {
        var limit = _end.DirectoryOffset;
        Span<byte> header = stackalloc byte[LocalLength];
        if (entry.Offset <= limit - LocalLength)
        {
            Read(entry.Offset, header);
            var start = entry.Offset + LocalLength + U16(header, 26) + U16(header, 28);
            if (BinaryPrimitives.ReadUInt32LittleEndian(header) == LocalHeader && start <= limit && entry.CompressedSize <= limit - start)
                return start;
        }
        throw Bad(entry, "it is not where the directory says");
    }

    private void Read(long at, Span<byte> bytes)
    {
        _archive.Position = at;
        _archive.ReadExactly(bytes);
    }

    private static ushort U16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static uint U32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);
}
