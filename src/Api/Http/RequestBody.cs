using System.Buffers;
using System.Text;
using System.Text.Json;
using EventDicom.Api.Errors;
using EventDicom.Domain.Memory;
using EventDicom.Domain.Streams;

namespace EventDicom.Api.Http;

/// <summary>Reads small bodies, whatever Content-Type they claim. Uploads of DICOM files are streamed and have no business here.</summary>
public static class RequestBody
{
    /// <summary>Bytes; enough for a JSON document that embeds a PDF or some images as base64.</summary>
    public const int MaximumLength = 64 * 1024 * 1024;

    private const int LongestFlag = 1024;

    private const int FirstRead = 16 * 1024;

    // Up to this many bytes a body is read into memory at once. Longer ones wait in a file until they are whole, so that a slow client
    // holds no memory, and then take a share of what there is.
    private const int LongestUncounted = 256 * 1024;

    private const int CopyBuffer = 64 * 1024;

    /// <exception cref="OrthancException">413: longer than <paramref name="maximumLength"/> bytes.</exception>
    /// <exception cref="MemoryBusyException">There is no room for it at the moment.</exception>
    public static Task<byte[]> ReadBytesAsync(this HttpRequest request, int maximumLength = MaximumLength) =>
        request.ReadBytesAsync(maximumLength, static bytes => 3L * bytes.Length); // themselves, and a text of them

    /// <summary>The body as text. Orthanc's bodies are UTF-8; bytes that are not become U+FFFD.</summary>
    /// <exception cref="OrthancException">413: longer than <paramref name="maximumLength"/> bytes.</exception>
    public static async Task<string> ReadTextAsync(this HttpRequest request, int maximumLength = MaximumLength) =>
        Encoding.UTF8.GetString(await request.ReadBytesAsync(maximumLength));

    /// <summary>The body as any JSON value.</summary>
    /// <param name="failure">Raised where it is none, or is empty.</param>
    /// <exception cref="OrthancException">As said, or 413.</exception>
    public static async Task<JsonElement> ReadJsonAsync(
        this HttpRequest request, OrthancError failure = OrthancError.BadFileFormat, string? details = null,
        int maximumLength = MaximumLength) =>
        LenientJson.TryParse(await request.ReadBytesAsync(maximumLength, CostOfJson), out var json)
        ? json : throw new OrthancException(failure, details);

    /// <summary>The body as a JSON object.</summary>
    /// <param name="failure">Raised where it is no object, or is empty.</param>
    /// <exception cref="OrthancException">As said, or 413.</exception>
    public static async Task<JsonElement> ReadJsonObjectAsync(
        this HttpRequest request,
        OrthancError failure = OrthancError.BadFileFormat,
        string? details = "The body must contain a JSON object",
        int maximumLength = MaximumLength) =>
        await request.ReadJsonAsync(failure, details, maximumLength) is { ValueKind: JsonValueKind.Object } json
            ? json
            : throw new OrthancException(failure, details);

    /// <summary>Those members of a JSON object that mean something.</summary>
    /// <exception cref="OrthancException">Error 15: it is no object; or 413.</exception>
    public static async Task<JsonElement> ReadJsonObjectAsync(this HttpRequest request, JsonSelection selection)
    {
        try
        {
            var bytes = await request.ReadBytesAsync(MaximumLength, body => body.Length + selection.CostIn(body));
            if (LenientJson.TryParse(selection.Of(bytes), out var json) && json.ValueKind == JsonValueKind.Object) return json;
        }
        catch (JsonException)
        {
            // Answered below.
        }
        throw new OrthancException(OrthancError.BadFileFormat, "The body must contain a JSON object");
    }

    /// <summary>The body as a flag: <c>0</c>, <c>1</c>, <c>false</c> or <c>true</c>.</summary>
    /// <exception cref="OrthancException">Error 15: anything else; or 413.</exception>
    public static async Task<bool> ReadFlagAsync(this HttpRequest request) => await request.ReadTextAsync(LongestFlag) switch
    {
        "1" or "true" => true,
        "0" or "false" => false,
        _ => throw new OrthancException(OrthancError.BadFileFormat, "The body must be 0 or 1"),
    };

    private delegate long Weigh(ReadOnlySpan<byte> body);

    private static async Task<byte[]> ReadBytesAsync(this HttpRequest request, int maximumLength, Weigh weigh)
    {
        if (request.ContentLength > maximumLength) throw TooLong(maximumLength);

        // A client that announces much and sends little must not make us reserve much.
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(request.ContentLength + 1 ?? FirstRead, FirstRead));
        try
        {
            var length = 0;
            while (true)
            {
                var count = await request.Body.ReadAsync(buffer.AsMemory(length), request.HttpContext.RequestAborted);
                if (count == 0) return buffer.AsSpan(0, length).ToArray();

                length += count;
                if (length > maximumLength) throw TooLong(maximumLength);
                if (length > LongestUncounted) return await request.ReadLongAsync(buffer.AsMemory(0, length), maximumLength, weigh);
                if (length == buffer.Length) buffer = Grow(buffer);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async Task<byte[]> ReadLongAsync(this HttpRequest request, ReadOnlyMemory<byte> start, int maximumLength, Weigh weigh)
    {
        var context = request.HttpContext;
        var budget = context.RequestServices.GetRequiredService<MemoryBudget>();
        using var spool = context.RequestServices.GetRequiredService<SpoolFolder>().Open(inMemory: 0);
        spool.Write(start.Span);
        var buffer = ArrayPool<byte>.Shared.Rent(CopyBuffer);
        try
        {
            while (await request.Body.ReadAsync(buffer, context.RequestAborted) is > 0 and var count)
            {
                if (spool.Length + count > maximumLength) throw TooLong(maximumLength);
                spool.Write(buffer.AsSpan(0, count));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        // Given back when the request ends.
        var cost = await budget.Work.RunAsync(spool.Length, () => weigh(ReadWhole(spool)), context.RequestAborted, MemoryLimiter.Patience);
        if (cost > budget.Bodies.Capacity)
            throw new OrthancException(OrthancError.BadRequest,
                $"The body would take {cost >> 20} MB of memory, more than there are for it", StatusCodes.Status413PayloadTooLarge);
        context.Response.RegisterForDispose(await budget.Bodies.HoldAsync(cost, MemoryLimiter.Patience, context.RequestAborted));
        return ReadWhole(spool);
    }

    private static byte[] ReadWhole(SpooledStream spool)
    {
        var bytes = GC.AllocateUninitializedArray<byte>((int)spool.Length);
        spool.Position = 0;
        spool.ReadExactly(bytes);
        return bytes;
    }

    private static long CostOfJson(ReadOnlySpan<byte> body)
    {
        try
        {
            return body.Length + JsonSelection.CostOf(body.Length, LenientJson.CountTokens(body));
        }
        catch (JsonException)
        {
            return body.Length; // it will be refused
        }
    }

    private static byte[] Grow(byte[] buffer)
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }

    private static OrthancException TooLong(int maximumLength) =>
        new(OrthancError.BadRequest, $"The body is longer than {maximumLength} bytes", StatusCodes.Status413PayloadTooLarge);
}
