using Microsoft.Win32.SafeHandles;

namespace EventDicom.Domain.Blobs;

/// <summary>
/// Where one process receives bodies: a folder of its own below <c>incoming</c>, beside a file of the same name that it holds locked
/// as long as it lives. Several servers may share a blob folder, and none may touch what another is receiving.
/// </summary>
internal sealed class IncomingFolder : IDisposable
{
    private const string LockExtension = ".lock";

    private readonly string _all;
    private readonly SafeFileHandle _lock;

    /// <param name="all">The folder <c>incoming</c>.</param>
    public IncomingFolder(string all)
    {
        _all = all;
        Directory.CreateDirectory(all);
        Own = Path.Combine(all, BlobName.NewTemporary());
        // First the lock: whoever sees the folder must see that its owner lives.
        _lock = TryLock(Own, FileMode.CreateNew) ?? throw new IOException($"Cannot lock {Own}{LockExtension}");
        Directory.CreateDirectory(Own);
        DurableFolder.Flush(all);
    }

    public string Own { get; }

    /// <summary>Hands over, one by one, the folders of processes that have ended, and removes them when they are empty then.</summary>
    public void Recover(Action<string> recover)
    {
        foreach (var folder in Directory.EnumerateDirectories(_all)
            .Where(folder => folder != Own && BlobName.IsTemporary(Path.GetFileName(folder))).ToList())
        {
            using var held = TryLock(folder, FileMode.OpenOrCreate);
            if (held is null || !Directory.Exists(folder)) continue;
            recover(folder);
            if (!Directory.EnumerateFileSystemEntries(folder).Any()) Directory.Delete(folder);
        }

        foreach (var left in Directory.EnumerateFiles(_all, $"*{LockExtension}")
            .Where(left => BlobName.IsTemporary(Path.GetFileNameWithoutExtension(left))).ToList())
        {
            var folder = left[..^LockExtension.Length];
            if (folder == Own || Directory.Exists(folder)) continue;
            using var held = TryLock(folder, FileMode.OpenOrCreate);
            if (held is not null && !Directory.Exists(folder)) File.Delete(left);
        }
    }

    /// <summary>Leaves what is still being received for the next start to find.</summary>
    public void Dispose()
    {
        if (Directory.Exists(Own) && !Directory.EnumerateFileSystemEntries(Own).Any())
        {
            Directory.Delete(Own);
            File.Delete(Own + LockExtension);
        }
        _lock.Dispose();
    }

    // flock(2), which the kernel releases however the owner ends.
    private static SafeFileHandle? TryLock(string folder, FileMode mode)
    {
        try
        {
            return File.OpenHandle(folder + LockExtension, mode, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null; // its owner lives
        }
    }
}
