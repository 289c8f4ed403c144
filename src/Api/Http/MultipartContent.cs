using EventDicom.Domain.Streams;

namespace EventDicom.Api.Http;

/// <summary>The bytes up to the next boundary, which is taken too.</summary>
internal sealed class MultipartContent(MultipartBuffer buffer, byte[] delimiter) : ReadOnlyStream
{
    private bool _begun, _ended, _isFollowed;

    /// <summary>Reads to the end.</summary>
    /// <returns>Whether another part follows.</returns>
    /// <exception cref="OrthancException">Error 15: there is no boundary any more.</exception>
    public async Task<bool> PassOverAsync(CancellationToken ct)
    {
        while (await AvailableAsync(ct) is > 0 and var count) buffer.Take(count);
        return _isFollowed;
    }

    public override int Read(Span<byte> buffer) => throw new NotSupportedException("Request bodies are read asynchronously");

    public override async ValueTask<int> ReadAsync(Memory<byte> destination, CancellationToken cancellationToken = default)
    {
        if (destination.IsEmpty) return 0;
        var count = Math.Min(await AvailableAsync(cancellationToken), destination.Length);
        buffer.Bytes[..count].CopyTo(destination.Span);
        buffer.Take(count);
        return count;
    }

    /// <summary>How many bytes of the content are there to be taken; 0 at its end.</summary>
    private async ValueTask<int> AvailableAsync(CancellationToken ct)
    {
        if (_ended) return 0;
        if (!_begun) await BeginAsync(ct);
        while (!_ended)
        {
            var end = buffer.Bytes.IndexOf(delimiter);
            // The last bytes may be the first ones of a boundary.
            var count = end >= 0 ? end : buffer.Bytes.Length - delimiter.Length + 1;
            if (count > 0) return count;
            if (end == 0)
            {
                // The content is whole only if this is a boundary.
                buffer.Take(delimiter.Length);
                _isFollowed = await buffer.TakeEndOfBoundaryAsync(ct);
                _ended = true;
            }
            else if (!await buffer.ReadMoreAsync(ct))
            {
                throw MultipartBody.Bad("a boundary is missing at its end");
            }
        }
        return 0;
    }

    // An empty line is between headers and content. That of a part without content may be the start of the boundary.
    private async ValueTask BeginAsync(CancellationToken ct)
    {
        _begun = true;
        await buffer.FillAsync(delimiter.Length, ct);
        if (buffer.StartsWith(delimiter)) return;
        if (buffer.StartsWith("\r\n"u8)) buffer.Take(2);
    }
}
