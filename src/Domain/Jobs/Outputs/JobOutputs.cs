using EventDicom.Domain.Blobs;

namespace EventDicom.Domain.Jobs.Outputs;

/// <summary>
/// The files that jobs leave, in a folder of their own. Each appears whole or not at all. Files of other names in the folder are nobody's
/// business here: they are neither counted nor removed.
/// </summary>
public sealed class JobOutputs
{
    private const string Unfinished = ".part";

    private readonly string _folder;
    private readonly int _most;
    private readonly DiskReserve _reserve;
    private readonly Lock _changing = new();

    /// <param name="folder">Made when it is first needed. What a crash left unfinished there is removed.</param>
    /// <param name="most">How many files are kept (<c>MediaArchiveSize</c>); the oldest goes when one more comes. 0 is no limit.</param>
    /// <param name="reserve">Asked before a file grows.</param>
    public JobOutputs(string folder, int most, DiskReserve reserve)
    {
        (_folder, _most, _reserve) = (folder, most, reserve);
        if (!Directory.Exists(folder)) return;
        foreach (var left in Directory.EnumerateFiles(folder, $"*{Unfinished}"))
            if (IsOutput(Path.GetFileNameWithoutExtension(left))) File.Delete(left);
    }

    /// <summary>Where a server keeps them.</summary>
    public static string FolderIn(string dataFolder) => Path.Combine(dataFolder, "jobs");

    /// <summary>Whether a file is called as the output of a job is: the job's id, a dot, a key.</summary>
    public static bool IsOutput(string fileName)
    {
        var dot = fileName.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && IsJob(fileName[..dot]) && IsKey(fileName[(dot + 1)..]);
    }

    /// <summary>Writes a file under the job's id and a key, in place of what a step before a crash may have left.</summary>
    /// <exception cref="IOException">The disk is full, but for its reserve (<see cref="DiskReserveException"/>) or altogether, or fails.
    /// Nothing is left of the file.</exception>
    public async Task WriteAsync(string job, string key, Func<Stream, Task> write, CancellationToken ct)
    {
        Directory.CreateDirectory(_folder);
        var path = PathOf(job, key);
        var unfinished = path + Unfinished;
        try
        {
            await using (var file = new FileStream(unfinished, new FileStreamOptions
            {
                Mode = FileMode.Create, Access = FileAccess.ReadWrite, Options = FileOptions.Asynchronous,
            }))
            {
                await write(new GrowingFile(file, _reserve.Grow()));
                await file.FlushAsync(ct);
                file.Flush(flushToDisk: true);
            }
        }
        catch (Exception failure)
        {
            File.Delete(unfinished);
            _reserve.NoteFailure(failure);
            throw;
        }

        lock (_changing)
        {
            File.Move(unfinished, path, overwrite: true);
            DurableFolder.Flush(_folder);
            if (_most > 0) DropOldest();
        }
    }

    /// <returns><c>null</c> when there is no such file, or no more.</returns>
    public FileStream? Open(string job, string key)
    {
        if (!IsJob(job) || !IsKey(key)) return null;
        try
        {
            return new(PathOf(job, key), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0,
                useAsync: true);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <returns>Whether there was such a file.</returns>
    public bool Drop(string job, string key)
    {
        if (!IsJob(job) || !IsKey(key)) return false;
        lock (_changing)
        {
            var path = PathOf(job, key);
            if (!File.Exists(path)) return false;
            File.Delete(path);
            return true;
        }
    }

    /// <summary>Removes every file of a job.</summary>
    public void DropAll(string job)
    {
        if (!IsJob(job) || !Directory.Exists(_folder)) return;
        lock (_changing)
        {
            foreach (var file in Directory.EnumerateFiles(_folder, $"{job}.*"))
                if (IsOutput(Path.GetFileName(file))) File.Delete(file);
        }
    }

    private void DropOldest()
    {
        foreach (var old in new DirectoryInfo(_folder).EnumerateFiles()
            .Where(file => IsOutput(file.Name))
            .OrderByDescending(file => file.LastWriteTimeUtc).ThenByDescending(file => file.Name, StringComparer.Ordinal)
            .Skip(_most).ToList())
            old.Delete();
    }

    private string PathOf(string job, string key) =>
        IsJob(job) && IsKey(key) ? Path.Combine(_folder, $"{job}.{key}") : throw new ArgumentException("No name for a file", nameof(key));

    // Ids and keys come from the path of a request.
    private static bool IsJob(string id) => Guid.TryParseExact(id, "D", out var job) && job.ToString("D") == id;

    private static bool IsKey(string key) =>
        key.Length is > 0 and <= 64 && key.All(character => char.IsAsciiLetterOrDigit(character) || character == '-');
}
