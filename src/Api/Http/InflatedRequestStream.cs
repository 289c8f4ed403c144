using System.IO.Compression;
using EventDicom.Domain.Zip;

namespace EventDicom.Api.Http;

/// <summary>
/// The body of a request that came with <c>Content-Encoding: gzip</c> or <c>deflate</c> (RFC 9110 8.4.1), inflated as it is read
/// and never beyond a bound. Encodings that we do not know are left alone, as Orthanc does: some clients write the charset there.
/// </summary>
public sealed class InflatedRequestStream : Stream
{
    private readonly Stream _inflating;
    private readonly InflationLimit _limit;

    private InflatedRequestStream(Stream inflating, long limit) => (_inflating, _limit) = (inflating, new(limit));

    /// <param name="request">Its body is replaced, and its length forgotten, where it has an encoding that we know.</param>
    /// <param name="limit">Bytes that the inflated body may have; more is refused with 413.</param>
    public static void Inflate(HttpRequest request, long limit)
    {
        if (!request.Headers.TryGetValue("Content-Encoding", out var values) || Inflating(values, request.Body) is not { } inflating)
            return;

        request.Body = new InflatedRequestStream(inflating, limit);
        request.ContentLength = null;
        request.Headers.Remove("Content-Encoding");
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int count;
        try
        {
            count = await _inflating.ReadAsync(buffer, cancellationToken);
        }
        catch (InvalidDataException)
        {
            throw new OrthancException(OrthancError.BadFileFormat, "The body is not compressed as its Content-Encoding says");
        }

        _limit.Spend(count);
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("Request bodies are read asynchronously");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    private static Stream? Inflating(string? encoding, Stream body) => encoding?.ToLowerInvariant() switch
    {
        "gzip" or "x-gzip" => new GZipStream(body, CompressionMode.Decompress),
        "deflate" => new ZLibStream(body, CompressionMode.Decompress),
        _ => null,
    };
}
