using System.Buffers.Text;
using System.Net.Sockets;

namespace EventDicom.Benchmarks.Http;

/// <summary>
/// One kept-alive HTTP/1.1 connection with blocking calls, used by one thread. It knows only what a benchmark needs (RFC 9112:
/// Content-Length, chunked, until-close) and allocates nothing per request, because the driver shares its cores with the server that it
/// measures.
/// </summary>
internal sealed class HttpConnection(Target target) : IDisposable
{
    private const int TailLength = 256;
    private const int LargestKeptBody = 1 << 30;

    private readonly byte[] buffer = new byte[256 * 1024];
    private byte[] body = new byte[64 * 1024];
    private Socket? socket;
    private int start;
    private int end;

    public Target Target => target;

    /// <summary>Sends a whole request and reads the whole answer. A kept-alive connection that the server closed meanwhile is opened again,
    /// once.</summary>
    /// <param name="request">Head and body.</param>
    /// <param name="skipBody">Count the body and keep only its last 256 bytes.</param>
    /// <exception cref="IOException">The connection broke, or the answer is not HTTP.</exception>
    public HttpAnswer Exchange(ReadOnlySpan<byte> request, bool skipBody = false)
    {
        if (!IsAnsweredOnOpenConnection(request))
        {
            Open().Send(request);
            if (!Fill()) throw new IOException("The server closed the connection without an answer");
        }

        return Read(skipBody);
    }

    public HttpAnswer Get(string path) => Exchange(target.Request("GET", path));

    public void Dispose() => Close();

    private bool IsAnsweredOnOpenConnection(ReadOnlySpan<byte> request)
    {
        if (socket is null) return false;
        try
        {
            socket.Send(request);
            if (Fill()) return true;
        }
        catch (SocketException)
        {
            // The server's keep-alive time ran out between two requests: not the server's fault, nor the request's.
        }

        Close();
        return false;
    }

    private Socket Open()
    {
        socket = new Socket(target.EndPoint.AddressFamily, SocketType.Stream,
            ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = 300_000, SendTimeout = 300_000 };
        socket.Connect(target.EndPoint);
        (start, end) = (0, 0);
        return socket;
    }

    private void Close()
    {
        socket?.Dispose();
        socket = null;
        (start, end) = (0, 0);
    }

    private HttpAnswer Read(bool skipBody)
    {
        try
        {
            var head = ReadHead();
            var sink = new Sink(this, skipBody);
            if (head.Chunked) ReadChunks(ref sink);
            else if (head.Length is { } length) sink.Take(length);
            else sink.TakeAll();
            if (head.Closes) Close();
            return new(head.Status, sink.Length, body.AsMemory(0, sink.Kept));
        }
        catch
        {
            Close();
            throw;
        }
    }

    private HttpHead ReadHead()
    {
        while (true)
        {
            var ready = buffer.AsSpan(start, end - start);
            var length = ready.IndexOf("\r\n\r\n"u8);
            if (length >= 0)
            {
                var head = HttpHead.Parse(ready[..(length + 2)]);
                start += length + 4;
                if (head.Status != 100) return head;
            }
            else if (ready.Length > 64 * 1024)
            {
                throw new IOException("The head of the answer is too long");
            }
            else
            {
                More();
            }
        }
    }

    private void ReadChunks(ref Sink sink)
    {
        while (ReadChunkSize() is > 0 and var size)
        {
            sink.Take(size);
            ReadLine();
        }

        while (ReadLine().Length > 0)
        {
            // Trailer fields: none of them matters here.
        }
    }

    private long ReadChunkSize()
    {
        var line = ReadLine();
        var extension = line.IndexOf((byte)';');
        return Utf8Parser.TryParse(extension < 0 ? line : line[..extension], out long size, out _, 'x')
            ? size
            : throw new IOException("A chunk of the answer has no size");
    }

    /// <summary>The next line without its CR LF; valid until more is read.</summary>
    private ReadOnlySpan<byte> ReadLine()
    {
        int length;
        while ((length = buffer.AsSpan(start, end - start).IndexOf("\r\n"u8)) < 0) More();
        var line = buffer.AsSpan(start, length);
        start += length + 2;
        return line;
    }

    private void More()
    {
        if (!Fill()) throw new IOException("The server closed the connection in the middle of an answer");
    }

    /// <summary>Reads what has arrived; false at the end of the stream.</summary>
    private bool Fill()
    {
        if (start == end) (start, end) = (0, 0);
        if (end == buffer.Length)
        {
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            (start, end) = (0, end - start);
        }

        var read = socket!.Receive(buffer.AsSpan(end));
        end += read;
        return read > 0;
    }

    /// <summary>Where a body goes: kept whole, or counted with its last bytes kept.</summary>
    private ref struct Sink(HttpConnection owner, bool skip)
    {
        public long Length;
        public int Kept;

        public void Take(long count)
        {
            if (count < 0 || (!skip && Length + count > LargestKeptBody)) throw new IOException("The body of the answer is too long");
            while (count > 0)
            {
                if (owner.start == owner.end) owner.More();
                var part = (int)Math.Min(count, owner.end - owner.start);
                Put(owner.buffer.AsSpan(owner.start, part));
                owner.start += part;
                count -= part;
            }
        }

        public void TakeAll()
        {
            do
            {
                Put(owner.buffer.AsSpan(owner.start, owner.end - owner.start));
                owner.start = owner.end;
            }
            while (owner.Fill());
        }

        private void Put(ReadOnlySpan<byte> part)
        {
            Length += part.Length;
            if (skip)
            {
                if (part.Length > TailLength) part = part[^TailLength..];
                if (Kept + part.Length > TailLength)
                {
                    var keep = TailLength - part.Length;
                    owner.body.AsSpan(Kept - keep, keep).CopyTo(owner.body);
                    Kept = keep;
                }
            }
            else if (Kept + part.Length > owner.body.Length)
            {
                Array.Resize(ref owner.body, Math.Max(Kept + part.Length, owner.body.Length * 2));
            }

            part.CopyTo(owner.body.AsSpan(Kept));
            Kept += part.Length;
        }
    }
}
