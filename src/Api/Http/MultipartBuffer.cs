namespace EventDicom.Api.Http;

/// <summary>A window on a body: so much of it as is needed to look ahead.</summary>
internal sealed class MultipartBuffer(Stream body)
{
    private const int SmallestRead = 4 * 1024;

    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _start, _end;
    private bool _ended;

    /// <summary>What was read of the body and not taken yet.</summary>
    public ReadOnlySpan<byte> Bytes => _buffer.AsSpan(_start, _end - _start);

    public bool StartsWith(ReadOnlySpan<byte> bytes) => Bytes.StartsWith(bytes);

    public void Take(int count) => _start += count;

    /// <summary>Reads until there are so many bytes.</summary>
    /// <param name="count">At most as many as the window has.</param>
    /// <returns>False if the body has fewer left.</returns>
    public async ValueTask<bool> FillAsync(int count, CancellationToken ct)
    {
        while (_end - _start < count)
            if (!await ReadMoreAsync(ct))
                return false;
        return true;
    }

    /// <summary>Reads more, as much as comes at once.</summary>
    /// <returns>False at the end of the body.</returns>
    public async ValueTask<bool> ReadMoreAsync(CancellationToken ct)
    {
        if (_ended) return false;
        if (_start > 0 && _buffer.Length - _end < SmallestRead)
        {
            Bytes.CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }
        var count = await body.ReadAsync(_buffer.AsMemory(_end), ct);
        _end += count;
        _ended = count == 0;
        return !_ended;
    }

    /// <summary>Takes what is behind a boundary: spaces and the end of the line, or <c>--</c>, or nothing at all.</summary>
    /// <returns>Whether a part follows.</returns>
    /// <exception cref="OrthancException">Error 15: it is something else.</exception>
    public async ValueTask<bool> TakeEndOfBoundaryAsync(CancellationToken ct)
    {
        while (await FillAsync(1, ct) && Bytes[0] is (byte)' ' or (byte)'\t') Take(1);

        await FillAsync(2, ct);
        if (Bytes.IsEmpty || Bytes is [(byte)'\r'] || StartsWith("--"u8)) return false;
        if (!StartsWith("\r\n"u8)) throw MultipartBody.Bad("a boundary is followed by something else");
        Take(2);
        return await FillAsync(1, ct);
    }

    /// <summary>Looks for bytes, reading as much as that takes.</summary>
    /// <returns>Where they begin; negative if they do not within <paramref name="room"/> bytes, or before the end of the body.</returns>
    public async ValueTask<int> FindAsync(byte[] wanted, int room, CancellationToken ct)
    {
        var looked = 0;
        while (true)
        {
            var at = Bytes[looked..].IndexOf(wanted);
            if (at >= 0) return looked + at < room ? looked + at : -1;
            looked = Math.Max(0, Bytes.Length - wanted.Length + 1);
            if (looked >= room || !await ReadMoreAsync(ct)) return -1;
        }
    }
}
