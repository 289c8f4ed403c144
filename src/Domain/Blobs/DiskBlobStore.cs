using System.Buffers;
using System.Security.Cryptography;
using EventDicom.Domain.Instances;
using Microsoft.Win32.SafeHandles;

namespace EventDicom.Domain.Blobs;

/// <summary>
/// Blobs as files, <c>ab/abcdef…</c> below one folder. A file gets its final name only with its whole content and is flushed
/// together with its folder before anyone relies on it, so a crash leaves at most a file that no event names.
/// </summary>
public sealed class DiskBlobStore : IBlobStore
{
    /// <summary>Bodies up to this many bytes are held in memory until they are kept; longer ones go to a temporary file at once.</summary>
    public const int LargestInMemory = 256 * 1024;

    private static readonly SearchValues<char> s_hexDigits = SearchValues.Create("0123456789abcdef");

    private const int CopyBuffer = 128 * 1024;
    private const int ParallelWrites = 4;

    private readonly string _folder;
    private readonly string _temporary;
    private readonly bool _verifyOnRead;

    /// <param name="folder">Created when it does not exist; what an earlier run left half received is removed.</param>
    /// <param name="verifyOnRead">Whether <see cref="Open"/> first reads the whole file and checks it against its address.</param>
    public DiskBlobStore(string folder, bool verifyOnRead = false)
    {
        (_folder, _temporary, _verifyOnRead) = (Path.GetFullPath(folder), Path.Combine(Path.GetFullPath(folder), "incoming"), verifyOnRead);
        Directory.CreateDirectory(_temporary);
        foreach (var leftover in Directory.EnumerateFiles(_temporary)) File.Delete(leftover);
        for (var prefix = 0; prefix < 256; prefix++) Directory.CreateDirectory(Path.Combine(_folder, prefix.ToString("x2", null)));
        DurableFolder.Flush(_folder);
    }

    public async Task<IncomingBlob> ReceiveAsync(Stream body, CancellationToken cancellation)
    {
        var rented = ArrayPool<byte>.Shared.Rent(16 * 1024);
        try
        {
            var length = 0;
            while (true)
            {
                var read = await body.ReadAsync(rented.AsMemory(length), cancellation);
                if (read == 0) break;
                length += read;
                if (length > LargestInMemory) return await SpoolAsync(rented.AsMemory(0, length), body, cancellation);
                if (length == rented.Length) rented = Grow(rented, length);
            }

            var content = rented.AsSpan(0, length);
#pragma warning disable CA5351 // Orthanc's clients ask for the MD5 of attachments; the address of the bytes is SHA-256.
            var bytes = new ReceivedBytes(Convert.ToHexStringLower(SHA256.HashData(content)), Convert.ToHexStringLower(MD5.HashData(content)), length);
#pragma warning restore CA5351
            var blob = new IncomingBlob(rented, length, bytes);
            rented = null;
            return blob;
        }
        finally
        {
            if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
        }
    }

    public async Task KeepAsync(IReadOnlyCollection<IncomingBlob> blobs, CancellationToken cancellation)
    {
        if (blobs.Count == 1)
        {
            Keep(blobs.First());
        }
        else
        {
            var parallel = new ParallelOptions { MaxDegreeOfParallelism = ParallelWrites, CancellationToken = cancellation };
            await Parallel.ForEachAsync(blobs, parallel, (blob, _) =>
            {
                Keep(blob);
                return ValueTask.CompletedTask;
            });
        }

        foreach (var folder in blobs.Select(blob => Path.GetDirectoryName(PathOf(blob.Bytes.Sha256))!).Distinct()) DurableFolder.Flush(folder);
    }

    public Stream Open(string sha256)
    {
        var stream = new FileStream(PathOf(sha256), new FileStreamOptions
        {
            Mode = FileMode.Open,
            Access = FileAccess.Read,
            Share = FileShare.Read | FileShare.Delete,
            BufferSize = 0,
            Options = FileOptions.Asynchronous,
        });
        if (!_verifyOnRead) return stream;

        var actual = Convert.ToHexStringLower(SHA256.HashData(stream));
        if (actual != sha256)
        {
            stream.Dispose();
            throw new InvalidDataException($"The bytes stored as {sha256} now hash to {actual}");
        }
        stream.Position = 0;
        return stream;
    }

    public void Remove(string sha256) => File.Delete(PathOf(sha256));

    public IEnumerable<(string Sha256, DateTime WrittenAt)> List(CancellationToken cancellation)
    {
        for (var prefix = 0; prefix < 256; prefix++)
        {
            foreach (var file in new DirectoryInfo(Path.Combine(_folder, prefix.ToString("x2", null))).EnumerateFiles())
            {
                cancellation.ThrowIfCancellationRequested();
                yield return (file.Name, file.LastWriteTimeUtc);
            }
        }
    }

    private async Task<IncomingBlob> SpoolAsync(ReadOnlyMemory<byte> start, Stream rest, CancellationToken cancellation)
    {
        var path = NewTemporaryFile();
        try
        {
#pragma warning disable CA5351 // See ReceiveAsync.
            using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
#pragma warning restore CA5351
            using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            using var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
            var length = 0L;

            void Take(ReadOnlySpan<byte> bytes)
            {
                md5.AppendData(bytes);
                sha256.AppendData(bytes);
                RandomAccess.Write(file, bytes, length);
                length += bytes.Length;
            }

            Take(start.Span);
            var buffer = ArrayPool<byte>.Shared.Rent(CopyBuffer);
            try
            {
                while (await rest.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation) is > 0 and var read)
                    Take(buffer.AsSpan(0, read));
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }

            return new(path, new(Convert.ToHexStringLower(sha256.GetCurrentHash()), Convert.ToHexStringLower(md5.GetCurrentHash()), length));
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    // The name is given before the flush: one journal commit of the file system then makes both durable. A file that a crash
    // leaves torn is named by no event, and is written anew, never reused, when the same bytes arrive again.
    private void Keep(IncomingBlob blob)
    {
        var temporary = blob.TemporaryFile ?? NewTemporaryFile();
        var mode = blob.Memory is null ? FileMode.Open : FileMode.CreateNew;
        using SafeFileHandle file = File.OpenHandle(temporary, mode, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        try
        {
            if (blob.Memory is { } memory) RandomAccess.Write(file, memory.Span, 0);
            File.Move(temporary, PathOf(blob.Bytes.Sha256), overwrite: true);
        }
        catch
        {
            if (blob.Memory is not null) File.Delete(temporary);
            throw;
        }
        blob.Moved();
        RandomAccess.FlushToDisk(file);
    }

    private string NewTemporaryFile() => Path.Combine(_temporary, Guid.NewGuid().ToString("n"));

    private string PathOf(string sha256)
    {
        if (sha256.Length != 2 * SHA256.HashSizeInBytes || sha256.AsSpan().ContainsAnyExcept(s_hexDigits))
            throw new ArgumentException($"No address of a blob: {sha256}", nameof(sha256));
        return Path.Join(_folder, sha256.AsSpan(0, 2), sha256);
    }

    private static byte[] Grow(byte[] full, int length)
    {
        var larger = ArrayPool<byte>.Shared.Rent(full.Length * 2);
        full.AsSpan(0, length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(full);
        return larger;
    }
}
