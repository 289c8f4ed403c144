using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace EventDicom.Api.Tests.DicomWeb;

/// <summary>What a scripted server was asked.</summary>
/// <param name="Headers">By name, whatever its case.</param>
internal sealed record ScriptedRequest(string Method, string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body);

/// <summary>An HTTP server in this process, which answers as a test has it, byte by byte: one request for each connection.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<ScriptedRequest> _requests = new();
    private readonly ConcurrentBag<Task> _conversations = [];
    private readonly Func<ScriptedRequest, Stream, CancellationToken, Task> _script;
    private readonly Task _listening;

    /// <param name="script">Writes the answer, headers and all.</param>
    public ScriptedServer(Func<ScriptedRequest, Stream, CancellationToken, Task> script)
    {
        _script = script;
        _listener.Start();
        _listening = ListenAsync();
    }

    public string Url => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

    public IReadOnlyList<ScriptedRequest> Requests => [.. _requests];

    /// <summary>A whole answer.</summary>
    public static byte[] Answer(int status, string? contentType, byte[] body, params IEnumerable<string> headers)
    {
        var head = new StringBuilder();
        head.Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} Scripted\r\nContent-Length: {body.Length}\r\nConnection: close\r\n");
        if (contentType is not null) head.Append(CultureInfo.InvariantCulture, $"Content-Type: {contentType}\r\n");
        foreach (var header in headers) head.Append(header).Append("\r\n");
        return [.. Encoding.UTF8.GetBytes(head.Append("\r\n").ToString()), .. body];
    }

    /// <summary>The beginning of an answer that ends with the connection.</summary>
    public static byte[] Head(string contentType) =>
        Encoding.UTF8.GetBytes($"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: {contentType}\r\n\r\n");

    /// <summary>Writes the same until nobody reads it any more.</summary>
    public static async Task ForEverAsync(Stream stream, byte[] bytes, CancellationToken ct)
    {
        while (true) await stream.WriteAsync(bytes, ct);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _listening; // before the listener stops: it may be about to accept once more
        _listener.Stop();
        await Task.WhenAll(_conversations);
        _stop.Dispose();
    }

    private async Task ListenAsync()
    {
        try
        {
            while (true) _conversations.Add(TalkAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
        }
        catch (OperationCanceledException)
        {
            // It was stopped.
        }
    }

    private async Task TalkAsync(TcpClient connection)
    {
        using (connection)
        {
            try
            {
                await using var stream = connection.GetStream();
                if (await ReadAsync(stream) is not { } request) return;
                _requests.Enqueue(request);
                await _script(request, stream, _stop.Token);
            }
            catch (Exception end) when (end is IOException or OperationCanceledException or SocketException)
            {
                // The other side went away, or the test is over.
            }
        }
    }

    private async Task<ScriptedRequest?> ReadAsync(Stream stream)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (!(head.Count >= 4 && head[^4] == '\r' && head[^3] == '\n' && head[^2] == '\r' && head[^1] == '\n'))
        {
            if (await stream.ReadAsync(one, _stop.Token) == 0) return null;
            head.Add(one[0]);
        }
        var lines = Encoding.UTF8.GetString([.. head]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var headers = lines.Skip(1).Select(line => line.Split(':', 2))
            .ToDictionary(header => header[0], header => header[1].Trim(), StringComparer.OrdinalIgnoreCase);
        var body = new byte[headers.TryGetValue("Content-Length", out var length) ? int.Parse(length, CultureInfo.InvariantCulture) : 0];
        await stream.ReadExactlyAsync(body, _stop.Token);
        return new(lines[0].Split(' ')[0], lines[0].Split(' ')[1], headers, body);
    }
}
