using EventDicom.Domain.Instances;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Win32.SafeHandles;

namespace EventDicom.Domain.Blobs;

/// <summary>
/// Blobs as files, <c>ab/abcdef…</c> below one folder. Small ones are made durable under their address in this process's folder
/// below <c>incoming</c>, which one flush covers for a whole batch, and get their final name as a second link; the flushes of the 256
/// final folders are put off until many files share them. What a crash finds unsettled is checked and settled at the next start.
/// Several servers may share the folder. Files with foreign names are passed over, and named once in the log.
/// </summary>
public sealed class DiskBlobStore : IBlobStore, IDisposable
{
    /// <summary>Bodies up to this many bytes are held in memory until they are kept; longer ones go to a temporary file at once.</summary>
    public const int LargestInMemory = 256 * 1024;

    private const int ParallelWrites = 8;

    // So many files share the flushes of the final folders; and so many, at most, does a start check after a crash.
    private const int SettledTogether = 4096;

    private readonly string _folder;
    private readonly bool _verifyOnRead;
    private readonly ForeignFiles _foreign;
    private readonly IncomingFolder _incoming;
    private readonly OrphanFolder _orphans;
    private readonly HashSet<string> _unsettled = [];
    private readonly Lock _settling = new();

    /// <param name="folder">Created when it does not exist; what a run that has ended left half received is removed.</param>
    /// <param name="verifyOnRead">Whether <see cref="Open"/> first reads the whole file and checks it against its address.</param>
    public DiskBlobStore(string folder, bool verifyOnRead = false, ILogger? logger = null)
    {
        (_folder, _verifyOnRead) = (Path.GetFullPath(folder), verifyOnRead);
        _foreign = new(_folder, logger ?? NullLogger.Instance);
        _orphans = new(Path.Combine(_folder, OrphanFolder.Name), _foreign);
        for (var prefix = 0; prefix < 256; prefix++) Directory.CreateDirectory(PrefixFolder(prefix));
        _incoming = new(Path.Combine(_folder, "incoming"));
        DurableFolder.Flush(_folder);
        _incoming.Recover(Recover);
        Recover(Path.GetDirectoryName(_incoming.Own)!); // where versions before this one received
    }

    public async Task<IncomingBlob> ReceiveAsync(Stream body, CancellationToken ct)
    {
        using var receiving = new ReceivingStream(NewTemporaryFile);
        await receiving.TakeAsync(body, ct);
        return receiving.ToBlob();
    }

    public IncomingBlob Receive(Action<Stream> write)
    {
        using var body = new ReceivingStream(NewTemporaryFile);
        write(body);
        return body.ToBlob();
    }

    public async Task KeepAsync(IReadOnlyCollection<IncomingBlob> blobs, CancellationToken ct, bool anew = false)
    {
        List<IncomingBlob> missing;
        lock (_settling) missing = [.. blobs.Where(blob => anew || !IsKept(blob.Bytes)).DistinctBy(blob => blob.Bytes.Sha256)];
        if (missing.Count == 0) return;

        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Math.Min(ParallelWrites, missing.Count), CancellationToken = ct };
        await Parallel.ForEachAsync(missing, parallel, (blob, _) =>
        {
            Write(blob);
            return ValueTask.CompletedTask;
        });
        DurableFolder.Flush(_incoming.Own);

        lock (_settling)
        {
            foreach (var blob in missing) NameFinally(blob.Bytes.Sha256);
            if (_unsettled.Count >= SettledTogether) Settle();
        }
    }

    public Stream Open(StoredFile file, bool verify = false)
    {
        FileStream stream;
        try
        {
            stream = new(PathOf(file.Sha256), new FileStreamOptions
            {
                Mode = FileMode.Open,
                Access = FileAccess.Read,
                Share = FileShare.ReadWrite | FileShare.Delete, // asks for no lock: nobody writes into a file that has its name
                BufferSize = 0,
                Options = FileOptions.Asynchronous,
            });
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw DamagedFileException.Missing(file);
        }

        try
        {
            FileContent.Compare(stream.SafeFileHandle, file, verify || _verifyOnRead);
            return stream;
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    public void Check(StoredFile file, ReadOnlyMemory<byte>? bytes = null)
    {
        SafeFileHandle handle;
        try
        {
            handle = File.OpenHandle(PathOf(file.Sha256), share: FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw DamagedFileException.Missing(file);
        }
        using (handle)
        {
            FileContent.Compare(handle, file, verify: bytes is null);
            // Which bytes they are then, their hash says.
            if (bytes is { } stored && !FileContent.IsMadeOf(handle, stored.Span)) FileContent.Compare(handle, file, verify: true);
        }
    }

    public void Remove(string sha256)
    {
        lock (_settling)
        {
            if (_unsettled.Remove(sha256)) File.Delete(IncomingPathOf(sha256));
            File.Delete(PathOf(sha256));
        }
    }

    public IEnumerable<(string Sha256, DateTime WrittenAt)> List(CancellationToken ct)
    {
        foreach (var entry in new DirectoryInfo(_folder).EnumerateFileSystemInfos())
            if (entry.Name != BlobFolderIdentity.FileName && (entry is not DirectoryInfo || !IsOwn(entry.Name)))
                _foreign.Name(entry.FullName);
        for (var prefix = 0; prefix < 256; prefix++)
        {
            var folder = PrefixFolder(prefix);
            foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos())
            {
                ct.ThrowIfCancellationRequested();
                if (entry is FileInfo && BlobName.IsAddress(entry.Name)
                    && entry.Name.StartsWith(Path.GetFileName(folder), StringComparison.Ordinal))
                    yield return (entry.Name, entry.LastWriteTimeUtc);
                else
                    _foreign.Name(entry.FullName);
            }
        }
    }

    public bool SetAside(string sha256)
    {
        lock (_settling)
        {
            if (_unsettled.Remove(sha256)) File.Delete(IncomingPathOf(sha256));
            return _orphans.TryTake(PathOf(sha256));
        }
    }

    public int DropSetAside(DateOnly upTo) => _orphans.Drop(upTo);

    /// <summary>The final names become durable; what is still being received is left for the next start to find.</summary>
    public void Dispose()
    {
        try
        {
            lock (_settling) Settle();
        }
        catch (IOException)
        {
            // The folder is away. The next start settles what it finds.
        }
        _incoming.Dispose();
    }

    // Whether this process has written it lately, and nobody has removed or cut it since.
    private bool IsKept(ReceivedBytes bytes) =>
        _unsettled.Contains(bytes.Sha256) && new FileInfo(PathOf(bytes.Sha256)) is { Exists: true } file && file.Length == bytes.Size;

    // Under its address in the incoming folder. A file that is there already may be torn, and is written anew, under an inode of its
    // own: the old one may have a second name that somebody reads. A body that a first attempt has moved there must be there still.
    private void Write(IncomingBlob blob)
    {
        var path = IncomingPathOf(blob.Bytes.Sha256);
        if (blob.TemporaryFile is { } temporary)
        {
            File.Move(temporary, path, overwrite: true);
            blob.Moved();
        }
        else if (blob.Memory is not null)
        {
            File.Delete(path);
        }

        using SafeFileHandle file = File.OpenHandle(path, blob.Memory is null ? FileMode.Open : FileMode.Create, FileAccess.Write,
            FileShare.ReadWrite | FileShare.Delete);
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

    // Whole files in an incoming folder may be named by events, and get their final names again. Torn ones are set aside; what had no
    // address yet was never kept. Another server may be doing the same.
    private void Recover(string folder)
    {
        var named = new List<string>();
        foreach (var path in Directory.EnumerateFileSystemEntries(folder).ToList())
        {
            var name = Path.GetFileName(path);
            try
            {
                if (BlobName.IsAddress(name) && File.Exists(path))
                {
                    if (IsIntact(path)) File.Move(path, PathOf(name), overwrite: true);
                    else _orphans.TryTake(path);
                    named.Add(path);
                }
                else if (BlobName.IsTemporary(name))
                {
                    if (!Directory.Exists(path)) File.Delete(path);
                }
                else if (!BlobName.IsTemporary(Path.GetFileNameWithoutExtension(name)))
                {
                    _foreign.Name(path);
                }
            }
            catch (FileNotFoundException)
            {
            }
        }

        foreach (var final in named.Select(path => Path.GetDirectoryName(PathOf(Path.GetFileName(path)))!).Distinct())
            DurableFolder.Flush(final);
        foreach (var path in named) File.Delete(path); // renaming one link of a file to another does nothing
    }

    private static bool IsIntact(string path)
    {
        using var content = File.OpenHandle(path);
        return FileContent.Hash(content) == Path.GetFileName(path);
    }

    private static bool IsOwn(string folder) =>
        folder is "incoming" or OrphanFolder.Name || (folder.Length == 2 && folder.All(char.IsAsciiHexDigitLower));

    private string NewTemporaryFile() => Path.Combine(_incoming.Own, BlobName.NewTemporary());

    private string IncomingPathOf(string sha256) => Path.Join(_incoming.Own, sha256);

    private string PrefixFolder(int prefix) => Path.Combine(_folder, prefix.ToString("x2", null));

    private string PathOf(string sha256) =>
        BlobName.IsAddress(sha256) ? Path.Join(_folder, sha256.AsSpan(0, 2), sha256)
        : throw new ArgumentException($"No address of a blob: {sha256}", nameof(sha256));
}
