using System.IO.Hashing;
using EventDicom.Domain.Streams;

namespace EventDicom.Domain.Zip;

/// <summary>The content of an entry, held against the size and the CRC-32 that the directory has of it.</summary>
internal sealed class CheckedContent(Stream content, ZipEntry entry) : ReadOnlyStream
{
    private readonly Crc32 _crc32 = new();
    private long _length;

    /// <exception cref="ZipFormatException">The content is damaged, or is not what the directory says.</exception>
    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty) return 0;
        int count;
        try
        {
            count = content.Read(buffer);
        }
        catch (InvalidDataException)
        {
            throw ZipReader.Bad(entry, "its compression is damaged");
        }

        _length += count;
        _crc32.Append(buffer[..count]);
        if (_length > entry.Size) throw ZipReader.Bad(entry, "it is larger than the directory says");
        if (count > 0) return count;
        if (_length < entry.Size) throw ZipReader.Bad(entry, "it is smaller than the directory says");
        return _crc32.GetCurrentHashAsUInt32() == entry.Crc32 ? 0 : throw ZipReader.Bad(entry, "its CRC-32 is wrong");
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) content.Dispose();
        base.Dispose(disposing);
    }
}
