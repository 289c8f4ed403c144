using System.Diagnostics;
using EventDicom.Domain.Measuring;

namespace EventDicom.Domain.Blobs;

/// <summary>Reads a stored file and adds up how long that takes; what its reader does between the reads does not count.</summary>
/// <param name="opening">What it took to open the file.</param>
internal sealed class MeasuredReads(Stream file, TimeSpan opening) : Stream
{
    private TimeSpan _spent = opening;
    private long _bytes;
    private bool _disposed;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => file.Length;

    public override long Position
    {
        get => file.Position;
        set => file.Position = value;
    }

    public override int Read(Span<byte> buffer)
    {
        var start = Stopwatch.GetTimestamp();
        var read = file.Read(buffer);
        _spent += Stopwatch.GetElapsedTime(start);
        _bytes += read;
        return read;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var start = Stopwatch.GetTimestamp();
        var read = await file.ReadAsync(buffer, cancellationToken);
        _spent += Stopwatch.GetElapsedTime(start);
        _bytes += read;
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override long Seek(long offset, SeekOrigin origin) => file.Seek(offset, origin);

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
        {
            file.Dispose();
            Instruments.StorageRead.Record(_spent.TotalSeconds);
            Instruments.StorageReadBytes.Add(_bytes);
        }
        _disposed = true;
        base.Dispose(disposing);
    }
}
