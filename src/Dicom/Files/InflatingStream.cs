using System.IO.Compression;

namespace EventDicom.Dicom;

/// <summary>A deflate stream that can be read from any place on: going back means to start again.</summary>
internal sealed class InflatingStream(DicomSource file, long offset) : Stream
{
    private readonly byte[] _skipped = new byte[16 * 1024];
    private DeflateStream _inflater = Start(file, offset);
    private long _inflated;
    private long _length;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => _length;

    public override long Position { get; set; }

    /// <summary>Tells how many bytes can be inflated, once somebody has counted them.</summary>
    public override void SetLength(long value) => _length = value;

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => Position + offset,
        _ => Length + offset,
    };

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (Position < _inflated)
        {
            _inflater.Dispose();
            _inflater = Start(file, offset);
            _inflated = 0;
        }

        while (_inflated < Position)
        {
            var count = _inflater.Read(_skipped, 0, (int)Math.Min(_skipped.Length, Position - _inflated));
            if (count == 0)
                return 0;

            _inflated += count;
        }

        var read = _inflater.Read(buffer);
        _inflated += read;
        Position = _inflated;
        return read;
    }

    public override void Flush()
    {
    }

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _inflater.Dispose();

        base.Dispose(disposing);
    }

    private static DeflateStream Start(DicomSource file, long offset) =>
        new(new SourceStream(file, offset), CompressionMode.Decompress);

    /// <summary>The rest of a file, from its first to its last byte.</summary>
    private sealed class SourceStream(DicomSource file, long offset) : Stream
    {
        private long _position = offset;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var part = buffer[..(int)Math.Min(buffer.Length, file.Length - _position)];
            file.Read(_position, part);
            _position += part.Length;
            return part.Length;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
