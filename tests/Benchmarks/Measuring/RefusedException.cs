using System.Net.Sockets;
using System.Text.Json;
using EventDicom.Benchmarks.Http;

namespace EventDicom.Benchmarks.Measuring;

/// <summary>A server answered something else than the operation asks for. The row shows how often, and what the first answer was.</summary>
internal sealed class RefusedException(string message) : Exception(message)
{
    public RefusedException(HttpAnswer answer)
        : this(answer.Status is 404 or 405 or 501
            ? $"no such route or resource, {answer.Status}" : $"{answer.Status} {answer.Excerpt}".TrimEnd())
    {
    }

    /// <summary>Whether an exception tells of the server's behaviour, and belongs in a row's note, or of a mistake in this
    /// program.</summary>
    public static bool IsTheServers(Exception e) =>
        e is RefusedException or IOException or SocketException or JsonException or InvalidOperationException or KeyNotFoundException;

    /// <summary>Gives back a successful answer, and refuses every other.</summary>
    public static HttpAnswer Unless(HttpAnswer answer) => answer.IsSuccess ? answer : throw new RefusedException(answer);
}
