using EventDicom.Domain.Blobs;

namespace EventDicom.Domain.Streams;

/// <summary>Bytes spooled until they are wanted: few in memory, many in a temporary file that goes away with this.</summary>
public sealed class SpooledStream : Stream
{
    internal const int DefaultInMemory = 1024 * 1024;

    private readonly Func<FileStream> _newFile;
    private readonly int _inMemory;
    private readonly DiskReserve.Growth _growth;
    private Stream _bytes = new MemoryStream();

    internal SpooledStream(Func<FileStream> newFile, int inMemory, DiskReserve.Growth growth) =>
        (_newFile, _inMemory, _growth) = (newFile, inMemory, growth);

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => true;

    public override long Length => _bytes.Length;

    public override long Position
    {
        get => _bytes.Position;
        set => _bytes.Position = value;
    }

    /// <exception cref="DiskReserveException">There is no room for it in a file; nothing of it was written.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (_bytes is not MemoryStream memory)
        {
            _growth.To(_bytes.Position + buffer.Length);
        }
        else if (memory.Position + buffer.Length > _inMemory)
        {
            _growth.To(Math.Max(memory.Length, memory.Position + buffer.Length));
            MoveToFile(memory);
        }
        _bytes.Write(buffer);
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(Span<byte> buffer) => _bytes.Read(buffer);

    public override int Read(byte[] buffer, int offset, int count) => _bytes.Read(buffer, offset, count);

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        _bytes.ReadAsync(buffer, cancellationToken);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken) =>
        _bytes.CopyToAsync(destination, bufferSize, cancellationToken);

    public override long Seek(long offset, SeekOrigin origin) => _bytes.Seek(offset, origin);

    public override void SetLength(long value) => _bytes.SetLength(value);

    public override void Flush() => _bytes.Flush();

    protected override void Dispose(bool disposing)
    {
        if (disposing) _bytes.Dispose();
        base.Dispose(disposing);
    }

    private void MoveToFile(MemoryStream memory)
    {
        var file = _newFile();
        memory.WriteTo(file);
        file.Position = memory.Position;
        memory.Dispose();
        _bytes = file;
    }
}
