using System.Buffers;
using System.Text.Json;
using EventDicom.Domain.Streams;
using Microsoft.Extensions.ObjectPool;

namespace EventDicom.Api.Http;

/// <summary>
/// One JSON answer on its way to the client, or the same as XML where that is all that it accepts (<see cref="XmlAnswer"/>). Small ones
/// leave in one piece with their length; long ones leave piece by piece wherever <see cref="DrainAsync"/> is called, so that a list of a
/// million rows takes no more memory than one of a hundred. An error before the first piece can still become an error answer; one after it
/// cuts the connection.
/// </summary>
/// <example>
/// <code>
/// using var answer = JsonAnswer.To(response);
/// answer.Writer.WriteStartArray();
/// await foreach (var id in ids)
/// {
///     answer.Writer.WriteStringValue(id);
///     await answer.DrainAsync();
/// }
/// answer.Writer.WriteEndArray();
/// await answer.SendAsync();
/// </code>
/// </example>
public sealed class JsonAnswer : IDisposable
{
    // Large enough that a piece costs little beside its bytes, small enough to stay out of the large object heap.
    private const int Piece = 32 * 1024;

    private static readonly ObjectPool<JsonAnswer> s_pool = new DefaultObjectPool<JsonAnswer>(new Policy(), Environment.ProcessorCount * 8);

    private readonly AnswerBuffer _buffer;
    private HttpResponse? _response;
    private XmlAnswer? _xml;
    private bool _begun;

    private JsonAnswer()
    {
        _buffer = new(Piece, () => _response!.HttpContext.RequestServices?.GetService<SpoolFolder>()?.Open(inMemory: 0));
        Writer = new(_buffer, OrthancJson.WriterOptions);
    }

    /// <summary>Writes the names of an object in their order: Orthanc's are sorted.</summary>
    public Utf8JsonWriter Writer { get; }

    public static JsonAnswer To(HttpResponse response)
    {
        var answer = s_pool.Get();
        answer._response = response;
        answer._begun = false;
        answer._xml = XmlAnswer.IsWanted(response.HttpContext.Request) ? new() : null;
        return answer;
    }

    /// <summary>Sends what there is if it is enough for a piece, and waits while the client is slower than we are.</summary>
    /// <exception cref="OperationCanceledException">The client went away.</exception>
    public ValueTask DrainAsync() => _buffer.Length + Writer.BytesPending < Piece ? ValueTask.CompletedTask : SendPieceAsync(isLast: false);

    /// <summary>Sends the rest; the answer is complete.</summary>
    /// <exception cref="OperationCanceledException">The client went away.</exception>
    public ValueTask SendAsync() => SendPieceAsync(isLast: true);

    public void Dispose()
    {
        if (_response is null) return;
        _response = null;
        s_pool.Return(this);
    }

    private async ValueTask SendPieceAsync(bool isLast)
    {
        Writer.Flush();
        var response = _response!;
        var aborted = response.HttpContext.RequestAborted;
        await using var spool = _buffer.TakeSpool();
        var piece = _xml is null ? _buffer.Held : spool is null ? _xml.Convert(_buffer.Held.Span, isLast) : default;
        if (!_begun)
        {
            response.ContentType = _xml is null ? OrthancJson.ContentType : XmlAnswer.ContentType;
            // How long a spooled answer is in XML shows only when it is sent.
            if (isLast && (_xml is null || spool is null)) response.ContentLength = (spool?.Length ?? 0) + piece.Length;
        }
        _begun = true;
        if (spool is not null)
        {
            spool.Position = 0;
            if (_xml is null)
            {
                await spool.CopyToAsync(response.Body, aborted);
            }
            else
            {
                await SendAsXmlAsync(spool, _xml, response.Body, aborted);
                piece = _xml.Convert(_buffer.Held.Span, isLast);
            }
        }
        var sent = await response.BodyWriter.WriteAsync(piece, aborted);
        if (sent.IsCompleted && aborted.IsCancellationRequested) throw new OperationCanceledException(aborted);
        _buffer.Clear();
    }

    private static async Task SendAsXmlAsync(Stream spool, XmlAnswer xml, Stream body, CancellationToken aborted)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(AnswerBuffer.LongestHeld);
        try
        {
            while (await spool.ReadAsync(buffer, aborted) is > 0 and var count)
                await body.WriteAsync(xml.Convert(buffer.AsSpan(0, count), isLast: false), aborted);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void Reset()
    {
        _buffer.Reset();
        Writer.Reset();
    }

    private sealed class Policy : PooledObjectPolicy<JsonAnswer>
    {
        public override JsonAnswer Create() => new();

        public override bool Return(JsonAnswer answer)
        {
            answer.Reset();
            return true;
        }
    }
}
