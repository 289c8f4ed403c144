namespace EventDicom.Api.Http;

/// <summary>Bytes that the compressed parts of one request may inflate to, all together: its body, or the entries of the archives in it.</summary>
/// <param name="most">Bytes; more is refused with 413.</param>
public sealed class InflationLimit(long most)
{
    private long _spent;

    /// <summary>Counts what was inflated.</summary>
    /// <exception cref="OrthancException">413: it is more than there may be.</exception>
    public void Spend(long count)
    {
        _spent += count;
        Demand(0);
    }

    /// <summary>Looks ahead: whether so much more may follow.</summary>
    /// <inheritdoc cref="Spend"/>
    public void Demand(long count)
    {
        if (count > most - _spent) throw new OrthancException(OrthancError.BadRequest, $"The request inflates to more than {most} bytes", StatusCodes.Status413PayloadTooLarge);
    }

    /// <summary>A stream to read instead of an inflating one, which it disposes of; what is read is counted.</summary>
    public Stream Around(Stream inflating) => new Counted(inflating, this);

    private sealed class Counted(Stream inflating, InflationLimit limit) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var count = inflating.Read(buffer);
            limit.Spend(count);
            return count;
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = await inflating.ReadAsync(buffer, cancellationToken);
            limit.Spend(count);
            return count;
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing) inflating.Dispose();
            base.Dispose(disposing);
        }
    }
}
