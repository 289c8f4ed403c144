namespace EventDicom.Domain.Tests.Archives;

/// <summary>A long content that takes no room: the same block again and again.</summary>
internal sealed class Repeated(long length, byte[] block) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position { get; set; }

    public override int Read(byte[] buffer, int offset, int count)
    {
        var inBlock = (int)(Position % block.Length);
        var read = (int)Math.Min(Math.Min(count, block.Length - inBlock), length - Position);
        block.AsSpan(inBlock, read).CopyTo(buffer.AsSpan(offset));
        Position += read;
        return read;
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }
}
