namespace EventDicom.Domain.Archives;

/// <summary>Bytes put aside until they are wanted: few in memory, many in a temporary file that goes away with this.</summary>
public sealed class SpooledStream : Stream
{
    internal const int DefaultInMemory = 1024 * 1024;

    private readonly Func<FileStream> _newFile;
    private readonly int _inMemory;
    private Stream _bytes = new MemoryStream();

    internal SpooledStream(Func<FileStream> newFile, int inMemory) => (_newFile, _inMemory) = (newFile, inMemory);

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => true;

    public override long Length => _bytes.Length;

    public override long Position
    {
        get => _bytes.Position;
        set => _bytes.Position = value;
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (_bytes is MemoryStream memory && memory.Position + buffer.Length > _inMemory) MoveToFile(memory);
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

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => _bytes.ReadAsync(buffer, cancellationToken);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken) => _bytes.CopyToAsync(destination, bufferSize, cancellationToken);

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
