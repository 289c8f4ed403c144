using System.Buffers;
using System.Security.Cryptography;
using EventDicom.Domain.Instances;
using Microsoft.Win32.SafeHandles;

namespace EventDicom.Domain.Blobs;

/// <summary>Takes in a body, written or read to its end: in memory while it is small, in a temporary file from a bound on. Both hashes come
/// with it.</summary>
/// <param name="newFile">Names the temporary file.</param>
internal sealed class ReceivingStream(Func<string> newFile) : Stream
{
    private byte[]? _memory = ArrayPool<byte>.Shared.Rent(16 * 1024);
    private int _held;
    private long _length;
    private string? _path;
    private SafeFileHandle? _file;
    private IncrementalHash? _md5;
    private IncrementalHash? _sha256;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _length;

    public override long Position { get => _length; set => throw new NotSupportedException(); }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (_held + buffer.Length > DiskBlobStore.LargestInMemory)
        {
            // What does not fit goes to the file, and the memory holds what is on its way there.
            var part = buffer[..(DiskBlobStore.LargestInMemory - _held)];
            Hold(part);
            Spool();
            buffer = buffer[part.Length..];
        }
        Hold(buffer);
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <summary>Takes in what is left of another stream.</summary>
    public async Task TakeAsync(Stream body, CancellationToken ct)
    {
        while (true)
        {
            if (_held == _memory!.Length) Grow(_memory.Length * 2);
            var read = await body.ReadAsync(_memory.AsMemory(_held), ct);
            if (read == 0) return;
            _held += read;
            _length += read;
            if (_held > DiskBlobStore.LargestInMemory || (_held == _memory.Length && _path is not null)) Spool();
        }
    }

    /// <summary>Hands the body over. Nothing can be written any more.</summary>
    public IncomingBlob ToBlob()
    {
        if (_path is null)
        {
            var content = _memory.AsSpan(0, _held);
#pragma warning disable CA5351 // Orthanc's clients ask for the MD5 of attachments; the address of the bytes is SHA-256.
            var bytes = new ReceivedBytes(Convert.ToHexStringLower(SHA256.HashData(content)),
                Convert.ToHexStringLower(MD5.HashData(content)), _length);
#pragma warning restore CA5351
            var blob = new IncomingBlob(_memory!, _held, bytes);
            _memory = null;
            return blob;
        }

        Spool();
        _file!.Dispose();
        var spooled = new IncomingBlob(
            _path, new(Convert.ToHexStringLower(_sha256!.GetCurrentHash()), Convert.ToHexStringLower(_md5!.GetCurrentHash()), _length));
        _path = null;
        return spooled;
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            if (_memory is { } memory) ArrayPool<byte>.Shared.Return(memory);
            _memory = null;
            _file?.Dispose();
            if (_path is { } path) File.Delete(path);
            _path = null;
            _md5?.Dispose();
            _sha256?.Dispose();
        }
        base.Dispose(disposing);
    }

    private void Hold(ReadOnlySpan<byte> bytes)
    {
        if (_held + bytes.Length > _memory!.Length) Grow(Math.Max(_memory.Length * 2, _held + bytes.Length));
        bytes.CopyTo(_memory.AsSpan(_held));
        _held += bytes.Length;
        _length += bytes.Length;
    }

    private void Grow(int size)
    {
        var larger = ArrayPool<byte>.Shared.Rent(size);
        _memory.AsSpan(0, _held).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_memory!);
        _memory = larger;
    }

    private void Spool()
    {
        if (_path is null)
        {
            _path = newFile();
            _file = File.OpenHandle(_path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
#pragma warning disable CA5351 // See ToBlob.
            _md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
#pragma warning restore CA5351
            _sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        }
        var bytes = _memory.AsSpan(0, _held);
        _md5!.AppendData(bytes);
        _sha256!.AppendData(bytes);
        RandomAccess.Write(_file!, bytes, _length - _held);
        _held = 0;
    }
}
