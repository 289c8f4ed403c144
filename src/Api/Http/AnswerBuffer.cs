using System.Buffers;

namespace EventDicom.Api.Http;

/// <summary>
/// A buffer that keeps its array from answer to answer, unless one was unusually long. What is written in one go and is longer than a
/// megabyte goes into a file, if there is one to be had.
/// </summary>
/// <param name="size">Bytes to begin with; arrays beyond four times as much are not kept.</param>
/// <param name="openSpool">Opens the file; <c>null</c> where everything is to be held.</param>
internal sealed class AnswerBuffer(int size, Func<Stream?> openSpool) : IBufferWriter<byte>
{
    /// <summary>Bytes that are held before a file is opened.</summary>
    public const int LongestHeld = 1 << 20;

    private byte[] _bytes = new byte[size];
    private int _length;
    private Stream? _spool;

    /// <summary>Bytes that were written and not sent yet.</summary>
    public long Length => (_spool?.Length ?? 0) + _length;

    /// <summary>What was written and is not in the file.</summary>
    public ReadOnlyMemory<byte> Held => _bytes.AsMemory(0, _length);

    public void Advance(int count) => _length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (_bytes.Length - _length < Math.Max(sizeHint, 1)) Grow(sizeHint);
        return _bytes.AsMemory(_length);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <summary>The first part of what was written, if it went into a file; the caller disposes of it.</summary>
    public Stream? TakeSpool() => Interlocked.Exchange(ref _spool, null);

    public void Clear() => _length = 0;

    public void Reset()
    {
        _length = 0;
        _spool?.Dispose();
        _spool = null;
        if (_bytes.Length > 4 * size) _bytes = new byte[size];
    }

    private void Grow(int sizeHint)
    {
        if (_length >= LongestHeld && (_spool ??= openSpool()) is { } spool)
        {
            spool.Write(_bytes.AsSpan(0, _length));
            _length = 0;
            if (_bytes.Length >= sizeHint) return;
        }
        Array.Resize(ref _bytes, checked(Math.Max(_bytes.Length * 2, _length + sizeHint)));
    }
}
