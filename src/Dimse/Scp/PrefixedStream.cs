using EventDicom.Domain.Streams;

namespace EventDicom.Dimse.Scp;

/// <summary>Some bytes, and then a stream, which stays whose it is.</summary>
internal sealed class PrefixedStream(ReadOnlyMemory<byte> prefix, Stream rest) : ReadOnlyStream
{
    private ReadOnlyMemory<byte> _left = prefix;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_left.IsEmpty) return rest.ReadAsync(buffer, cancellationToken);
        var count = Math.Min(buffer.Length, _left.Length);
        _left[..count].CopyTo(buffer);
        _left = _left[count..];
        return ValueTask.FromResult(count);
    }

    /// <exception cref="NotSupportedException">Always: what follows may be the network.</exception>
    public override int Read(Span<byte> buffer) => throw new NotSupportedException();
}
