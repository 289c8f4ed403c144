using System.Runtime.InteropServices;

namespace EventDicom.Api.Hosting;

/// <summary>
/// Keeps what the server writes from every other account of the machine: it holds patients' data. Files are made 0600 and
/// folders 0700 whatever the umask was, and the folders that are there already are closed at each start.
/// </summary>
public static class PrivateFiles
{
    private const int OwnerOnly = 0b000_111_111; // 0077

    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite
        | UnixFileMode.OtherExecute;

    // What may lie in the data folder and in the folder of the files. A volume has a folder lost+found of its own.
    private static readonly string[] s_dataNames = [".lock", "blobs", "jobs", "spool", "lost+found"];

    /// <summary>From now on, whatever this process makes is for its own user alone.</summary>
    public static void Begin()
    {
        if (!OperatingSystem.IsWindows()) _ = SetMask(OwnerOnly);
    }

    /// <summary>Closes the data folder and what is in it.</summary>
    /// <returns>One line for each folder that could not be closed.</returns>
    public static IReadOnlyList<string> CloseDataFolder(string folder) =>
        Close(folder, name => s_dataNames.Contains(name) || name.StartsWith("postgres", StringComparison.Ordinal),
            close: ["blobs", "jobs", "spool"]);

    /// <summary>Closes the folder of the files.</summary>
    /// <returns>One line for each folder that could not be closed.</returns>
    public static IReadOnlyList<string> CloseBlobFolder(string folder)
    {
        if (!Directory.Exists(folder)) return [];
        string[] ours = [.. Directory.EnumerateDirectories(folder).Select(Path.GetFileName).OfType<string>().Where(IsOfBlobs)];
        return Close(folder, IsOfBlobs, ours);
    }

    // A closed folder protects what is below it. One that holds something else too may be meant for others: then ours in it are closed.
    private static IReadOnlyList<string> Close(string folder, Func<string, bool> isOurs, IReadOnlyList<string> close)
    {
        if (OperatingSystem.IsWindows() || !Directory.Exists(folder)) return [];
        if ((File.GetUnixFileMode(folder) & Others) == 0) return [];
        if (Directory.EnumerateFileSystemEntries(folder).All(entry => isOurs(Path.GetFileName(entry))))
        {
            return Close(folder) is { } refusal ? [refusal] : [];
        }
        return [.. close.Select(name => Path.Combine(folder, name)).Where(Directory.Exists).Select(Close).OfType<string>()];
    }

    private static string? Close(string folder)
    {
        if (OperatingSystem.IsWindows() || (File.GetUnixFileMode(folder) & Others) == 0) return null;
        try
        {
            File.SetUnixFileMode(folder, Private);
            if ((File.GetUnixFileMode(folder) & Others) == 0) return null;
            return $"Other accounts of this machine may read {folder}, which holds patients' data: its file system keeps no modes";
        }
        catch (UnauthorizedAccessException)
        {
            return $"Other accounts of this machine may read {folder}, which holds patients' data: it belongs to another account. Give it "
                + $"to {Environment.UserName}, or set its mode to 0700";
        }
    }

    private static bool IsOfBlobs(string name) =>
        (name.Length == 2 && name.All(char.IsAsciiHexDigitLower))
        || name is "incoming" or "orphans" or "lost+found"
        || name.StartsWith(Domain.Blobs.BlobFolderIdentity.FileName, StringComparison.Ordinal);

    [DllImport("libc", EntryPoint = "umask")]
    private static extern int SetMask(int mask);
}
