using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;

namespace EventDicom.Domain.Blobs;

/// <summary>Orthanc's compressed form of a file: its length as 8 bytes, little endian, and a zlib stream, which is missing where there is
/// nothing to compress.</summary>
internal static class Deflated
{
    /// <summary>Bytes before the zlib stream.</summary>
    public const int PrefixLength = sizeof(long);

    /// <param name="length">Bytes of the content, which is read to its end.</param>
    public static void Write(Stream content, long length, Stream output)
    {
        Span<byte> prefix = stackalloc byte[PrefixLength];
        BinaryPrimitives.WriteInt64LittleEndian(prefix, length);
        output.Write(prefix);
        // What is written to the store in passing must not cost more than the disk that it saves.
        using var zlib = new ZLibStream(output, CompressionLevel.Fastest, leaveOpen: true);
        content.CopyTo(zlib);
    }
}

/// <summary>
/// The content of a compressed file, at any position. Going forward inflates what lies between; going back begins anew. What is not read is
/// not inflated.
/// </summary>
/// <param name="file">The file, disposed of with this.</param>
/// <param name="stored">What it is, to name it where it is damaged.</param>
/// <param name="compressed">Bytes of its compressed form, which it begins with.</param>
/// <param name="length">Bytes of the content.</param>
internal sealed class InflatedStream(Stream file, StoredFile stored, long compressed, long length) : Stream
{
    private const int SkipAtOnce = 64 * 1024;

    private ZLibStream? _zlib;
    private long _inflated;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position { get; set; }

    public override int Read(Span<byte> buffer)
    {
        var wanted = (int)Math.Clamp(length - Position, 0, buffer.Length);
        if (wanted == 0) return 0;
        Reach(Position);
        var read = Inflate(buffer[..wanted]);
        Position += read;
        return read;
    }

    // Inflating is work of the processor, done by whoever reads.
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(Read(buffer.Span));
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override long Seek(long offset, SeekOrigin origin) => Position = offset + origin switch
    {
        SeekOrigin.Current => Position,
        SeekOrigin.End => length,
        _ => 0,
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _zlib?.Dispose();
            file.Dispose();
        }
        base.Dispose(disposing);
    }

    private void Reach(long position)
    {
        if (_zlib is null || position < _inflated)
        {
            _zlib?.Dispose();
            _zlib = new(new Streams.StreamPart(file, Deflated.PrefixLength, compressed - Deflated.PrefixLength),
                CompressionMode.Decompress);
            _inflated = 0;
        }
        if (position == _inflated) return;

        var skipped = ArrayPool<byte>.Shared.Rent((int)Math.Min(SkipAtOnce, position - _inflated));
        try
        {
            while (_inflated < position && Inflate(skipped.AsSpan(0, (int)Math.Min(skipped.Length, position - _inflated))) > 0) { }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(skipped);
        }
    }

    private int Inflate(Span<byte> buffer)
    {
        int read;
        try
        {
            read = _zlib!.Read(buffer);
        }
        catch (InvalidDataException)
        {
            throw DamagedFileException.OfNoContent(stored);
        }
        _inflated += read;
        return read;
    }
}
