namespace EventDicom.Domain.Streams;

/// <summary>Some of the bytes of another stream, which stays open.</summary>
internal sealed class StreamPart(Stream whole, long start, long length) : ReadOnlyStream
{
    private long _read;

    public override int Read(Span<byte> buffer)
    {
        var wanted = (int)Math.Min(buffer.Length, length - _read);
        if (wanted == 0) return 0;
        whole.Position = start + _read;
        var count = whole.Read(buffer[..wanted]);
        _read += count;
        return count;
    }
}
