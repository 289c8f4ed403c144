using System.IO.Compression;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace EventDicom.Api.Http;

/// <summary>
/// The body of an answer that is compressed as it is written, if it turns out to be text of 2048 bytes or more. Until that is
/// known its beginning is held back; after an error before that point nothing of it has left.
/// </summary>
public sealed class CompressedResponseStream : Stream, IHttpResponseBodyFeature
{
    private const int Threshold = 2048;

    private readonly HttpResponse _response;
    private readonly IHttpResponseBodyFeature _inner;
    private readonly string _encoding;
    private readonly byte[] _held = new byte[Threshold];
    private int _heldLength;
    private bool _decided;
    private Stream? _compressing;
    private PipeWriter? _writer;

    private CompressedResponseStream(HttpResponse response, IHttpResponseBodyFeature inner, string encoding) =>
        (_response, _inner, _encoding) = (response, inner, encoding);

    /// <summary>A middleware; costs a look at one header where the client accepts no compression.</summary>
    public static Task Compress(HttpContext context, RequestDelegate next) =>
        Negotiate(context.Request) is { } encoding ? CompressAsync(context, next, encoding) : next(context);

    Stream IHttpResponseBodyFeature.Stream => this;

    PipeWriter IHttpResponseBodyFeature.Writer => _writer ??= PipeWriter.Create(this, new StreamPipeWriterOptions(leaveOpen: true));

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!_decided)
        {
            var isText = IsText();
            if (isText && _heldLength + buffer.Length < Threshold && _response.ContentLength is null or < Threshold)
            {
                buffer.Span.CopyTo(_held.AsSpan(_heldLength));
                _heldLength += buffer.Length;
                return;
            }

            await DecideAsync(isText, cancellationToken);
        }

        await (_compressing ?? _inner.Stream).WriteAsync(buffer, cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        // Before the decision there is too little to be worth a packet.
        if (!_decided) return;
        if (_compressing is not null) await _compressing.FlushAsync(cancellationToken);
        await _inner.Stream.FlushAsync(cancellationToken);
    }

    async Task IHttpResponseBodyFeature.StartAsync(CancellationToken cancellationToken)
    {
        // Writing a string starts the response before anything of it is known; text may wait.
        if (!_decided && IsText()) return;
        await DecideAsync(compress: false, cancellationToken);
        await _inner.StartAsync(cancellationToken);
    }

    async Task IHttpResponseBodyFeature.SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken)
    {
        if (IsText())
        {
            await SendFileFallback.SendFileAsync(this, path, offset, count, cancellationToken);
            return;
        }

        await DecideAsync(compress: false, cancellationToken);
        await _inner.SendFileAsync(path, offset, count, cancellationToken);
    }

    async Task IHttpResponseBodyFeature.CompleteAsync()
    {
        await FinishAsync();
        await _inner.CompleteAsync();
    }

    void IHttpResponseBodyFeature.DisableBuffering() => _inner.DisableBuffering();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("Answers are written asynchronously");

    public override void Flush() => throw new NotSupportedException("Answers are written asynchronously");

    private static async Task CompressAsync(HttpContext context, RequestDelegate next, string encoding)
    {
        var inner = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        await using var body = new CompressedResponseStream(context.Response, inner, encoding);
        context.Features.Set<IHttpResponseBodyFeature>(body);
        try
        {
            await next(context);
            await body.FinishAsync();
        }
        finally
        {
            context.Features.Set(inner);
        }
    }

    private async Task FinishAsync()
    {
        if (_writer is not null) await _writer.CompleteAsync();
        if (!_decided && _heldLength > 0) _response.ContentLength ??= _heldLength;
        await DecideAsync(compress: false, _response.HttpContext.RequestAborted);
        if (_compressing is null) return;
        await _compressing.DisposeAsync();
        _compressing = null;
    }

    private async ValueTask DecideAsync(bool compress, CancellationToken ct)
    {
        if (_decided) return;
        _decided = true;
        if (compress)
        {
            _response.Headers.ContentEncoding = _encoding;
            _response.Headers.Append(HeaderNames.Vary, HeaderNames.AcceptEncoding);
            _response.ContentLength = null;
            _compressing = _encoding == "gzip"
                ? new GZipStream(_inner.Stream, CompressionLevel.Fastest, leaveOpen: true)
                : new ZLibStream(_inner.Stream, CompressionLevel.Fastest, leaveOpen: true);
        }

        if (_heldLength > 0) await (_compressing ?? _inner.Stream).WriteAsync(_held.AsMemory(0, _heldLength), ct);
    }

    private bool IsText()
    {
        var headers = _response.Headers;
        var type = headers.ContentType.ToString().AsSpan();
        return headers.ContentEncoding.Count == 0
            && headers.ContentRange.Count == 0
            && (type.StartsWith("text/", StringComparison.OrdinalIgnoreCase)
                || type.StartsWith("application/json", StringComparison.OrdinalIgnoreCase)
                || type.StartsWith("application/dicom+json", StringComparison.OrdinalIgnoreCase)
                || type.StartsWith("application/javascript", StringComparison.OrdinalIgnoreCase));
    }

    private static string? Negotiate(HttpRequest request)
    {
        var header = request.Headers.AcceptEncoding;
        if (header.Count == 0 || !StringWithQualityHeaderValue.TryParseList(header, out var accepted)) return null;
        return Accepts(accepted, "gzip") ? "gzip" : Accepts(accepted, "deflate") ? "deflate" : null;
    }

    private static bool Accepts(IList<StringWithQualityHeaderValue> accepted, string encoding) =>
        accepted.Any(value => value.Value.Equals(encoding, StringComparison.OrdinalIgnoreCase) && value.Quality is not 0);
}
