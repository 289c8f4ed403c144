namespace EventDicom.Api.Images;

/// <summary>Streams one after the other, read once and forwards; the next is asked for when the one before has been read.</summary>
/// <param name="pieces">Disposed of with this.</param>
/// <param name="length">Bytes of all of them together.</param>
internal sealed class PiecewiseStream(IAsyncEnumerator<Stream> pieces, long length) : Stream
{
    private Stream _piece = Null;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty) return 0;
        while (true)
        {
            var read = await _piece.ReadAsync(buffer, cancellationToken);
            if (read > 0) return read;
            if (!await pieces.MoveNextAsync()) return 0;
            _piece = pieces.Current;
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("The next piece may have to be waited for");

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        // Whoever is between two pieces has nothing to wait for.
        if (disposing) pieces.DisposeAsync().AsTask().GetAwaiter().GetResult();
        base.Dispose(disposing);
    }
}
