namespace EventDicom.Dicom;

/// <summary>A file behind a seekable stream. Reads little after a jump (an element's header) and more as long as reading goes straight
/// on.</summary>
internal sealed class StreamSource : DicomSource
{
    private const int SmallestWindow = 512;
    private const int LargestWindow = 64 * 1024;

    private readonly Stream _stream;
    private readonly Lock _lock = new();
    private byte[] _window = [];
    private int _wanted = SmallestWindow;
    private long _windowStart;
    private int _windowLength;

    public StreamSource(Stream stream)
    {
        if (!stream.CanSeek)
            throw new ArgumentException("A DICOM file is read from a seekable stream", nameof(stream));

        _stream = stream;
        Length = stream.Length;
    }

    public override long Length { get; }

    public override bool TryGetMemory(out ReadOnlyMemory<byte> memory)
    {
        memory = default;
        return false;
    }

    public override ReadOnlySpan<byte> Fetch(long offset, int count)
    {
        var known = offset >= _windowStart && offset <= _windowStart + _windowLength ? (int)(_windowStart + _windowLength - offset) : -1;
        _wanted = known < 0 ? SmallestWindow : Math.Min(_wanted * 4, LargestWindow);
        var size = (int)Math.Min(Math.Max(_wanted, count), Length - offset);
        var window = _window.Length < size ? GC.AllocateUninitializedArray<byte>(Math.Max(size, _wanted)) : _window;

        // What is known is not read again: a stream that inflates would have to start anew
        if (known > 0)
            _window.AsSpan(_windowLength - known, known).CopyTo(window);

        known = Math.Max(known, 0);
        if (size > known)
            Read(offset + known, window.AsSpan(known, size - known));

        _window = window;
        _windowStart = offset;
        _windowLength = Math.Max(size, known);
        return window.AsSpan(0, _windowLength);
    }

    public override void Read(long offset, Span<byte> destination)
    {
        try
        {
            lock (_lock)
            {
                _stream.Seek(offset, SeekOrigin.Begin);
                if (_stream.ReadAtLeast(destination, destination.Length, throwOnEndOfStream: false) < destination.Length)
                    throw new DicomFileException(DicomFileError.Truncated, "The file has become shorter while it was read");
            }
        }
        catch (ObjectDisposedException closed)
        {
            throw new DicomFileException(DicomFileError.Closed,
                "The file was closed before all that was asked of it had been read", closed);
        }
    }

    public override ReadOnlyMemory<byte> ReadMemory(long offset, int count)
    {
        var bytes = new byte[count];
        Read(offset, bytes);
        return bytes;
    }
}
