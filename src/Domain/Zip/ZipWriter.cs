using System.Buffers.Binary;
using System.Text;
using EventDicom.Domain.Streams;

namespace EventDicom.Domain.Zip;

/// <summary>
/// Writes the records of a ZIP file (APPNOTE 6.3.10) one after the other to a stream that need not seek, with ZIP64 records where
/// numbers ask for them. What has been written is remembered in a <see cref="SpooledStream"/>, so the number of entries costs no memory.
/// </summary>
/// <param name="createdAt">The time that every entry bears; local time, as ZIP has it, to two seconds.</param>
/// <param name="utf8">Whether entries say that their names are in UTF-8.</param>
public sealed class ZipWriter(Stream output, DateTimeOffset createdAt, SpoolFolder spools, bool utf8 = false) : IDisposable
{
    /// <summary>What Orthanc writes there; clients may look for it.</summary>
    public const string Comment = "Created by Orthanc";

    private const int Buffered = 128 * 1024;
    private const ushort Stored = 0, Deflated = 8;
    private const ushort Version20 = 20, Version45 = 45; // APPNOTE 4.4.3.2: deflate, ZIP64
    private const ushort SizesFollow = 1 << 3, Utf8 = 1 << 11; // APPNOTE 4.4.4
    private const uint Beyond32 = uint.MaxValue;
    private const ushort Beyond16 = ushort.MaxValue;

    // Room for what deflate may add to bytes that do not shrink.
    private const long LargestIn32 = 0xF000_0000;

    private readonly SpooledStream _directory = spools.Open();
    private readonly byte[] _buffer = new byte[Buffered];
    private readonly ushort _flags = utf8 ? Utf8 : (ushort)0;
    private readonly (ushort Time, ushort Date) _stamp = Stamp(createdAt.DateTime);
    private int _length;
    private long _sent;
    private long _entries;
    private Entry? _open;

    /// <summary>Bytes written so far.</summary>
    public long Position => _sent + _length;

    /// <summary>Writes an entry whose content is all there.</summary>
    /// <param name="name">ASCII, unless entries say that their names are in UTF-8; at most 65,535 bytes.</param>
    /// <param name="data">The content, deflated or as it is; below 2 GB.</param>
    /// <param name="crc">Of the content (APPNOTE 4.4.7).</param>
    /// <param name="size">Bytes of the content.</param>
    public async ValueTask WriteAsync(string name, ReadOnlyMemory<byte> data, bool deflated, uint crc, long size, CancellationToken ct)
    {
        var entry = new Entry(Encoding.UTF8.GetBytes(name), Position, _flags, deflated ? Deflated : Stored, Zip64: false);
        await WriteLocalHeaderAsync(entry, crc, data.Length, size, ct);
        await PutAsync(data, ct);
        Remember(entry, crc, data.Length, size);
    }

    /// <summary>Begins an entry whose deflated content comes in pieces, to <see cref="AppendAsync"/>.</summary>
    /// <param name="size">Bytes of the content before it was deflated.</param>
    public ValueTask BeginAsync(string name, long size, CancellationToken ct)
    {
        _open = new(Encoding.UTF8.GetBytes(name), Position, (ushort)(_flags | SizesFollow), Deflated, Zip64: size > LargestIn32);
        return WriteLocalHeaderAsync(_open.Value, 0, 0, 0, ct);
    }

    public ValueTask AppendAsync(ReadOnlyMemory<byte> deflated, CancellationToken ct) => PutAsync(deflated, ct);

    /// <summary>Ends the entry: its numbers follow it (APPNOTE 4.3.9).</summary>
    public async ValueTask EndAsync(uint crc, long size, CancellationToken ct)
    {
        var entry = _open!.Value;
        _open = null;
        var compressed = Position - entry.DataAt;
        await ReserveAsync(24, ct);
        Put32(0x08074b50);
        Put32(crc);
        if (entry.Zip64)
        {
            Put64(compressed);
            Put64(size);
        }
        else
        {
            Put32(checked((uint)compressed));
            Put32(checked((uint)size));
        }
        Remember(entry, crc, compressed, size);
    }

    /// <summary>Writes the central directory; the file is complete.</summary>
    public async Task FinishAsync(CancellationToken ct)
    {
        var (start, length) = (Position, _directory.Length);
        await FlushAsync(ct);
        _directory.Position = 0;
        int read;
        while ((read = await _directory.ReadAsync(_buffer, ct)) > 0)
        {
            _length = read;
            await FlushAsync(ct);
        }

        if (_entries >= Beyond16 || length >= Beyond32 || start >= Beyond32) PutZip64End(start, length);
        Put32(0x06054b50); // APPNOTE 4.3.16
        Put32(0); // this disk, and that of the directory
        Put16((ushort)Math.Min(_entries, Beyond16));
        Put16((ushort)Math.Min(_entries, Beyond16));
        Put32((uint)Math.Min(length, Beyond32));
        Put32((uint)Math.Min(start, Beyond32));
        Put16((ushort)Comment.Length);
        PutAscii(Comment);
        await FlushAsync(ct);
    }

    public void Dispose() => _directory.Dispose();

    // APPNOTE 4.3.7
    private async ValueTask WriteLocalHeaderAsync(Entry entry, uint crc, long compressed, long size, CancellationToken ct)
    {
        await ReserveAsync(50 + entry.Name.Length, ct);
        Put32(0x04034b50);
        Put16(entry.Zip64 ? Version45 : Version20);
        Put16(entry.Flags);
        Put16(entry.Method);
        Put16(_stamp.Time);
        Put16(_stamp.Date);
        Put32(crc);
        Put32(entry.Zip64 ? Beyond32 : (uint)compressed);
        Put32(entry.Zip64 ? Beyond32 : (uint)size);
        Put16((ushort)entry.Name.Length);
        Put16((ushort)(entry.Zip64 ? 20 : 0));
        entry.Name.CopyTo(_buffer, _length);
        _length += entry.Name.Length;
        if (!entry.Zip64) return;
        Put16(1); // APPNOTE 4.5.3
        Put16(16);
        Put64(0);
        Put64(0);
    }

    // APPNOTE 4.3.12; of the ZIP64 numbers, only those stand there that do not fit in their 32 bits (4.5.3).
    private void Remember(Entry entry, uint crc, long compressed, long size)
    {
        Span<byte> extra = stackalloc byte[28];
        var extraLength = 0;
        foreach (var number in (ReadOnlySpan<long>)[size, compressed, entry.HeaderAt])
        {
            if (number < Beyond32) continue;
            if (extraLength == 0) extraLength = 4;
            BinaryPrimitives.WriteInt64LittleEndian(extra[extraLength..], number);
            extraLength += 8;
        }
        if (extraLength > 0)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(extra, 1);
            BinaryPrimitives.WriteUInt16LittleEndian(extra[2..], (ushort)(extraLength - 4));
        }

        Span<byte> header = stackalloc byte[46];
        header.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(header, 0x02014b50);
        var version = entry.Zip64 || extraLength > 0 ? Version45 : Version20;
        BinaryPrimitives.WriteUInt16LittleEndian(header[4..], version);
        BinaryPrimitives.WriteUInt16LittleEndian(header[6..], version);
        BinaryPrimitives.WriteUInt16LittleEndian(header[8..], entry.Flags);
        BinaryPrimitives.WriteUInt16LittleEndian(header[10..], entry.Method);
        BinaryPrimitives.WriteUInt16LittleEndian(header[12..], _stamp.Time);
        BinaryPrimitives.WriteUInt16LittleEndian(header[14..], _stamp.Date);
        BinaryPrimitives.WriteUInt32LittleEndian(header[16..], crc);
        BinaryPrimitives.WriteUInt32LittleEndian(header[20..], (uint)Math.Min(compressed, Beyond32));
        BinaryPrimitives.WriteUInt32LittleEndian(header[24..], (uint)Math.Min(size, Beyond32));
        BinaryPrimitives.WriteUInt16LittleEndian(header[28..], (ushort)entry.Name.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(header[30..], (ushort)extraLength);
        BinaryPrimitives.WriteUInt32LittleEndian(header[42..], (uint)Math.Min(entry.HeaderAt, Beyond32));
        _directory.Write(header);
        _directory.Write(entry.Name.AsSpan());
        _directory.Write(extra[..extraLength]);
        _entries++;
    }

    // APPNOTE 4.3.14 and 4.3.15
    private void PutZip64End(long start, long length)
    {
        var at = Position;
        Put32(0x06064b50);
        Put64(44);
        Put16(Version45);
        Put16(Version45);
        Put64(0); // this disk, and that of the directory
        Put64(_entries);
        Put64(_entries);
        Put64(length);
        Put64(start);
        Put32(0x07064b50);
        Put32(0);
        Put64(at);
        Put32(1);
    }

    private async ValueTask PutAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        if (_length + bytes.Length > Buffered)
        {
            await FlushAsync(ct);
            if (bytes.Length >= Buffered)
            {
                await output.WriteAsync(bytes, ct);
                _sent += bytes.Length;
                return;
            }
        }
        bytes.Span.CopyTo(_buffer.AsSpan(_length));
        _length += bytes.Length;
    }

    private ValueTask ReserveAsync(int count, CancellationToken ct) =>
        _length + count > Buffered ? FlushAsync(ct) : ValueTask.CompletedTask;

    private async ValueTask FlushAsync(CancellationToken ct)
    {
        if (_length == 0) return;
        await output.WriteAsync(_buffer.AsMemory(0, _length), ct);
        _sent += _length;
        _length = 0;
    }

    private void Put16(ushort value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(_buffer.AsSpan(_length), value);
        _length += 2;
    }

    private void Put32(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_buffer.AsSpan(_length), value);
        _length += 4;
    }

    private void Put64(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_buffer.AsSpan(_length), value);
        _length += 8;
    }

    private void PutAscii(string text) => _length += Encoding.ASCII.GetBytes(text, _buffer.AsSpan(_length));

    // APPNOTE 4.4.6: MS-DOS begins in 1980 and counts seconds in twos.
    private static (ushort Time, ushort Date) Stamp(DateTime at)
    {
        var year = Math.Clamp(at.Year, 1980, 2107) - 1980;
        return ((ushort)(at.Hour << 11 | at.Minute << 5 | at.Second / 2), (ushort)(year << 9 | at.Month << 5 | at.Day));
    }

    private readonly record struct Entry(byte[] Name, long HeaderAt, ushort Flags, ushort Method, bool Zip64)
    {
        public long DataAt => HeaderAt + 30 + Name.Length + (Zip64 ? 20 : 0);
    }
}
