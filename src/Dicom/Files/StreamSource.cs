namespace EventDicom.Dicom;

/// <summary>A file behind a seekable stream. Reads little after a jump (an element's header) and more as long as reading goes straight on.</summary>
internal sealed class StreamSource : DicomSource
{
    private const int SmallestWindow = 512;
    private const int LargestWindow = 64 * 1024;

    private readonly Stream _stream;
    private readonly Lock _lock = new();
    private byte[] _window = [];
    private int _windowSize = SmallestWindow;
    private long _windowEnd;

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
        var goesOn = offset <= _windowEnd && offset > _windowEnd - _windowSize;
        _windowSize = goesOn ? Math.Min(_windowSize * 4, LargestWindow) : SmallestWindow;
        var size = (int)Math.Min(Math.Max(_windowSize, count), Length - offset);
        if (_window.Length < size)
            _window = GC.AllocateUninitializedArray<byte>(Math.Max(size, _windowSize));

        var bytes = _window.AsSpan(0, size);
        Read(offset, bytes);
        _windowEnd = offset + size;
        return bytes;
    }

    public override void Read(long offset, Span<byte> destination)
    {
        lock (_lock)
        {
            _stream.Seek(offset, SeekOrigin.Begin);
            if (_stream.ReadAtLeast(destination, destination.Length, throwOnEndOfStream: false) < destination.Length)
                throw new DicomFileException(DicomFileError.Truncated, "The file has become shorter while it was read");
        }
    }

    public override ReadOnlyMemory<byte> ReadMemory(long offset, int count)
    {
        var bytes = new byte[count];
        Read(offset, bytes);
        return bytes;
    }
}
