using System.Globalization;
using System.Net;
using System.Text;

namespace EventDicom.Benchmarks.Http;

/// <summary>A server under measurement.</summary>
/// <param name="Name">Its name in the tables.</param>
/// <param name="Url">Root of its REST API; plain HTTP.</param>
/// <param name="Pids">Processes whose CPU time, their descendants' included, is the server's. The first is the one whose memory is
/// shown.</param>
/// <param name="Credentials">User and password as <c>user:password</c>, or null.</param>
internal sealed record Target(string Name, Uri Url, IReadOnlyList<int> Pids, string? Credentials)
{
    /// <summary>Where to connect. A host name is looked up once, so that no connection pays for it.</summary>
    public IPEndPoint EndPoint { get; } = new(Dns.GetHostAddresses(Url.Host)[0], Url.Port);

    /// <summary>Parses <c>name=http://host:port#pid,pid</c>; the part after # may be missing.</summary>
    public static Target Parse(string text, string? credentials)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals < 1 || !Uri.TryCreate(text[(equals + 1)..], UriKind.Absolute, out var url) || url.Scheme != "http")
            throw new ArgumentException($"--target must look like name=http://host:port#pid,pid and not {text}");

        var pids = url.Fragment.TrimStart('#').Split(',', StringSplitOptions.RemoveEmptyEntries);
        return new(text[..equals], url, [.. pids.Select(pid => int.Parse(pid, CultureInfo.InvariantCulture))], credentials);
    }

    /// <summary>The head of a request, up to and including the blank line, followed by the body.</summary>
    public byte[] Request(string method, string path, ReadOnlySpan<byte> body = default) => [.. Head(method, path, body.Length), .. body];

    /// <summary>The head alone, for a body of <paramref name="length"/> bytes that follows.</summary>
    public byte[] Head(string method, string path, int length)
    {
        var head = new StringBuilder($"{method} {path} HTTP/1.1\r\nHost: {Url.Authority}\r\n");
        if (Credentials is not null)
            head.Append(CultureInfo.InvariantCulture,
                $"Authorization: Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(Credentials))}\r\n");
        if (length > 0 || method is "POST" or "PUT") head.Append(CultureInfo.InvariantCulture, $"Content-Length: {length}\r\n");
        return Encoding.ASCII.GetBytes(head.Append("\r\n").ToString());
    }
}
