using System.Buffers;
using System.Security.Cryptography;
using EventDicom.Domain.Instances;
using Microsoft.Win32.SafeHandles;

namespace EventDicom.Domain.Blobs;

/// <summary>
/// Blobs as files, <c>ab/abcdef…</c> below one folder. Small ones are made durable under their address in the folder
/// <c>incoming</c>, which one flush covers for a whole batch, and get their final name as a second link; the flushes of the 256
/// final folders are put off until many files share them. What a crash finds unsettled is checked and settled at the next start.
/// </summary>
public sealed class DiskBlobStore : IBlobStore
{
    /// <summary>Bodies up to this many bytes are held in memory until they are kept; longer ones go to a temporary file at once.</summary>
    public const int LargestInMemory = 256 * 1024;

    private static readonly SearchValues<char> s_hexDigits = SearchValues.Create("0123456789abcdef");

    private const int CopyBuffer = 128 * 1024;
    private const int ParallelWrites = 8;

    // So many files share the flushes of the final folders; and so many, at most, does a start check after a crash.
    private const int SettledTogether = 4096;

    private readonly string _folder;
    private readonly string _incoming;
    private readonly bool _verifyOnRead;
    private readonly HashSet<string> _unsettled = [];
    private readonly Lock _settling = new();

    /// <param name="folder">Created when it does not exist; what an earlier run left half received is removed.</param>
    /// <param name="verifyOnRead">Whether <see cref="Open"/> first reads the whole file and checks it against its address.</param>
    public DiskBlobStore(string folder, bool verifyOnRead = false)
    {
        (_folder, _incoming, _verifyOnRead) = (Path.GetFullPath(folder), Path.Combine(Path.GetFullPath(folder), "incoming"), verifyOnRead);
        Directory.CreateDirectory(_incoming);
        for (var prefix = 0; prefix < 256; prefix++) Directory.CreateDirectory(Path.Combine(_folder, prefix.ToString("x2", null)));
        DurableFolder.Flush(_folder);
        Recover();
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

    public IncomingBlob Receive(Action<Stream> write)
    {
        using var body = new ReceivingStream(NewTemporaryFile);
        write(body);
        return body.ToBlob();
    }

    public async Task KeepAsync(IReadOnlyCollection<IncomingBlob> blobs, CancellationToken cancellation)
    {
        List<IncomingBlob> missing;
        lock (_settling) missing = [.. blobs.Where(blob => !_unsettled.Contains(blob.Bytes.Sha256)).DistinctBy(blob => blob.Bytes.Sha256)];
        if (missing.Count == 0) return;

        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Math.Min(ParallelWrites, missing.Count), CancellationToken = cancellation };
        await Parallel.ForEachAsync(missing, parallel, (blob, _) =>
        {
            Write(blob);
            return ValueTask.CompletedTask;
        });
        DurableFolder.Flush(_incoming);

        lock (_settling)
        {
            foreach (var blob in missing) NameFinally(blob.Bytes.Sha256);
            if (_unsettled.Count >= SettledTogether) Settle();
        }
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

    public void Remove(string sha256)
    {
        lock (_settling)
        {
            if (_unsettled.Remove(sha256)) File.Delete(IncomingPathOf(sha256));
            File.Delete(PathOf(sha256));
        }
    }

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

    // Under its address in the incoming folder. A file that is there already may be torn, and is written anew.
    private void Write(IncomingBlob blob)
    {
        var path = IncomingPathOf(blob.Bytes.Sha256);
        if (blob.TemporaryFile is { } temporary)
        {
            File.Move(temporary, path, overwrite: true);
            blob.Moved();
        }

        using SafeFileHandle file = File.OpenHandle(path, blob.Memory is null ? FileMode.Open : FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        if (blob.Memory is { } memory) RandomAccess.Write(file, memory.Span, 0);
        RandomAccess.FlushToDisk(file);
    }

    private void NameFinally(string sha256)
    {
        var (incoming, final) = (IncomingPathOf(sha256), PathOf(sha256));
        File.Delete(final); // what a crash left there under this name is not trusted
        if (HardLink.TryCreate(incoming, final))
        {
            _unsettled.Add(sha256);
            return;
        }

        File.Move(incoming, final, overwrite: true);
        DurableFolder.Flush(Path.GetDirectoryName(final)!);
    }

    // The final names become durable before the others go.
    private void Settle()
    {
        foreach (var folder in _unsettled.Select(sha256 => Path.GetDirectoryName(PathOf(sha256))!).Distinct()) DurableFolder.Flush(folder);
        foreach (var sha256 in _unsettled) File.Delete(IncomingPathOf(sha256));
        _unsettled.Clear();
    }

    // Whole files in the incoming folder may be named by events, and get their final names again; anything else was never kept.
    private void Recover()
    {
        foreach (var path in Directory.EnumerateFiles(_incoming).ToList())
        {
            if (IsIntact(path)) NameFinally(Path.GetFileName(path));
            else File.Delete(path);
        }
        Settle();
    }

    private static bool IsIntact(string path)
    {
        using var content = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(content)) == Path.GetFileName(path);
    }

    private string NewTemporaryFile() => Path.Combine(_incoming, Guid.NewGuid().ToString("n"));

    private string IncomingPathOf(string sha256) => Path.Join(_incoming, sha256);

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
