namespace EventDicom.Domain.Streams;

/// <summary>Another stream, read from its start to its end, of which somebody is told how much was read.</summary>
/// <param name="count">Is told the bytes of each read, 0 at the end. What it throws, the reader gets.</param>
/// <param name="leaveOpen">Whether the other stream outlives this one.</param>
public sealed class CountedStream(Stream inner, Action<int> count, bool leaveOpen) : ReadOnlyStream
{
    public override int Read(Span<byte> buffer) => Counted(inner.Read(buffer));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = inner.ReadAsync(buffer, cancellationToken);
        return read.IsCompletedSuccessfully ? new(Counted(read.Result)) : CountedAsync(read);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !leaveOpen) inner.Dispose();
        base.Dispose(disposing);
    }

    private async ValueTask<int> CountedAsync(ValueTask<int> read) => Counted(await read);

    private int Counted(int read)
    {
        count(read);
        return read;
    }
}
