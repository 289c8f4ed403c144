using System.Buffers.Binary;

namespace EventDicom.Domain.Zip;

/// <summary>What the end of a ZIP archive says about its directory (APPNOTE 4.3.14 to 4.3.16), which lies right before it.</summary>
internal sealed record ZipEnd(long Entries, long DirectoryOffset, long DirectorySize)
{
    private const uint End = 0x06054b50, Zip64End = 0x06064b50, Zip64Locator = 0x07064b50;
    private const int EndLength = 22, LocatorLength = 20, Zip64Length = 56, LongestComment = ushort.MaxValue;

    /// <exception cref="ZipFormatException">There is none, or it cannot be true.</exception>
    public static ZipEnd Find(Stream archive)
    {
        var tail = new byte[(int)Math.Min(archive.Length, EndLength + LongestComment)];
        archive.Position = archive.Length - tail.Length;
        archive.ReadExactly(tail);
        for (var at = tail.Length - EndLength; at >= 0; at--)
        {
            var end = tail.AsSpan(at);
            if (U32(end, 0) == End && U16(end, 20) <= end.Length - EndLength) return Read(archive, archive.Length - tail.Length + at, end);
        }
        throw new ZipFormatException("The ZIP archive has no end: it is cut, or no ZIP archive");
    }

    private static ZipEnd Read(Stream archive, long at, ReadOnlySpan<byte> end)
    {
        if (U16(end, 4) is not (0 or ushort.MaxValue)) throw new ZipFormatException("The ZIP archive is a part of several");
        var found = new ZipEnd(U16(end, 10), U32(end, 16), U32(end, 12));
        if (found.Entries == ushort.MaxValue || found.DirectoryOffset == uint.MaxValue || found.DirectorySize == uint.MaxValue)
            (found, at) = ReadZip64(archive, at) ?? (found, at);
        return found.DirectoryOffset >= 0 && found.DirectorySize >= 0 && found.Entries >= 0
            && found.DirectoryOffset <= at && found.DirectorySize == at - found.DirectoryOffset
                ? found
                : throw new ZipFormatException("The directory of the ZIP archive is not where its end says");
    }

    // Archives of exactly 65535 entries need no ZIP64.
    private static (ZipEnd End, long At)? ReadZip64(Stream archive, long end)
    {
        if (end < LocatorLength + Zip64Length) return null;
        Span<byte> locator = stackalloc byte[LocatorLength];
        archive.Position = end - LocatorLength;
        archive.ReadExactly(locator);
        if (U32(locator, 0) != Zip64Locator) return null;

        var at = BinaryPrimitives.ReadInt64LittleEndian(locator[8..]);
        if (at < 0 || at > end - LocatorLength - Zip64Length)
            throw new ZipFormatException("The directory of the ZIP archive is not where its end says");
        Span<byte> record = stackalloc byte[Zip64Length];
        archive.Position = at;
        archive.ReadExactly(record);
        if (U32(record, 0) != Zip64End) throw new ZipFormatException("The directory of the ZIP archive is not where its end says");
        return (new(
            BinaryPrimitives.ReadInt64LittleEndian(record[32..]), BinaryPrimitives.ReadInt64LittleEndian(record[48..]),
            BinaryPrimitives.ReadInt64LittleEndian(record[40..])), at);
    }

    private static ushort U16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static uint U32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);
}
