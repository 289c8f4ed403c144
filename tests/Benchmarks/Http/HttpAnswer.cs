using System.Text;

namespace EventDicom.Benchmarks.Http;

/// <summary>What a server answered.</summary>
/// <param name="Status">HTTP status code.</param>
/// <param name="Length">Bytes of the body, all of them counted.</param>
/// <param name="Body">The body, or its last bytes if the caller asked to skip it; valid until the next request on the connection.</param>
internal readonly record struct HttpAnswer(int Status, long Length, ReadOnlyMemory<byte> Body)
{
    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>The body as text, cut to a length that fits a table's note.</summary>
    public string Excerpt => Encoding.UTF8.GetString(Body.Span[..Math.Min(Body.Length, 120)]).ReplaceLineEndings(" ");
}
