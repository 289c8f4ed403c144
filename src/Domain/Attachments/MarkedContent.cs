using System.Security.Cryptography;
using EventDicom.Domain.Streams;

namespace EventDicom.Domain.Attachments;

/// <summary>
/// A body and then a mark, the identifier of the attachment. With it no two attachments have the same file, nor any the file of an
/// instance: so whatever names the bytes of an attachment stands in the stream of one resource.
/// </summary>
internal sealed class MarkedContent : ReadOnlyStream
{
    /// <summary>Bytes.</summary>
    public const int MarkLength = 16;

    private readonly Stream _body;
    private readonly byte[] _mark;
#pragma warning disable CA5351 // Orthanc's clients ask for the MD5 of attachments; the address of the bytes is SHA-256.
    private readonly IncrementalHash _md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
#pragma warning restore CA5351
    private int _marked = -1;

    /// <param name="body">Stays open.</param>
    public MarkedContent(Stream body, Guid fileUuid) => (_body, _mark) = (body, MarkOf(fileUuid));

    /// <summary>Bytes of the body that were read.</summary>
    public long ContentLength { get; private set; }

    public static byte[] MarkOf(Guid fileUuid) => fileUuid.ToByteArray(bigEndian: true);

    /// <summary>MD5 of the body, once it is read.</summary>
    public string ContentMd5() => Convert.ToHexStringLower(_md5.GetCurrentHash());

    public override int Read(Span<byte> buffer)
    {
        if (_marked < 0 && _body.Read(buffer) is > 0 and var read)
        {
            Count(buffer[..read]);
            return read;
        }
        return ReadMark(buffer);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_marked < 0 && await _body.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            Count(buffer.Span[..read]);
            return read;
        }
        return ReadMark(buffer.Span);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _md5.Dispose();
        base.Dispose(disposing);
    }

    private void Count(ReadOnlySpan<byte> content)
    {
        _md5.AppendData(content);
        ContentLength += content.Length;
    }

    private int ReadMark(Span<byte> buffer)
    {
        if (buffer.IsEmpty) return 0;
        _marked = Math.Max(_marked, 0);
        var length = Math.Min(buffer.Length, MarkLength - _marked);
        _mark.AsSpan(_marked, length).CopyTo(buffer);
        _marked += length;
        return length;
    }
}
