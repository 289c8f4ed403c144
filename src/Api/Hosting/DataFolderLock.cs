using System.ComponentModel;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace EventDicom.Api.Hosting;

/// <summary>
/// One server at a time on a data folder: an exclusive flock(2) on its file <c>.lock</c>, which the kernel releases however
/// the server ends. The file holds the server's process id, for whoever is refused. .NET's own file locks would not do: the
/// holder's file could not be read, and an environment variable switches them off.
/// </summary>
public sealed class DataFolderLock : IDisposable
{
    private const int ReadWrite = 2; // O_RDWR
    private const int Create = 0x40; // O_CREAT, on Linux
    private const int CloseOnExec = 0x80000; // O_CLOEXEC, on Linux: PostgreSQL must not inherit the lock.
    private const int OwnerOnly = 0b110_000_000; // 0600
    private const int ExclusiveOrFail = 2 | 4; // LOCK_EX | LOCK_NB
    private const int WouldBlock = 11; // EWOULDBLOCK, on Linux

    private readonly SafeFileHandle _file;

    private DataFolderLock(string folder, SafeFileHandle file)
    {
        Folder = folder;
        _file = file;
    }

    /// <summary>The full path of the folder.</summary>
    public string Folder { get; }

    /// <summary>Makes the folder where it is missing, for the server's user alone: it will hold patients' data. Then locks it.</summary>
    /// <exception cref="DataFolderInUseException">Another server has it.</exception>
    /// <exception cref="IOException">The folder cannot be made or written to.</exception>
    public static DataFolderLock Acquire(string folder)
    {
        var path = Path.GetFullPath(folder);
        Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        var descriptor = Open(Path.Combine(path, ".lock"), ReadWrite | Create | CloseOnExec, OwnerOnly);
        if (descriptor < 0) throw new IOException($"The data folder {path} cannot be written to: {LastError()}");

        var file = new SafeFileHandle(descriptor, ownsHandle: true);
        if (Lock(descriptor, ExclusiveOrFail) != 0)
        {
            var refusal = Marshal.GetLastPInvokeError() == WouldBlock
                ? (Exception)new DataFolderInUseException(
                    $"The data folder {path} is in use by another server, process {Holder(file)}. "
                    + "Stop that server first, or give this one a data folder of its own.")
                : new IOException($"The data folder {path} cannot be locked: {LastError()}");
            file.Dispose();
            throw refusal;
        }

        RandomAccess.SetLength(file, 0);
        RandomAccess.Write(file, Encoding.ASCII.GetBytes($"{Environment.ProcessId}\n"), 0);
        return new(path, file);
    }

    // The file stays: to delete it would let two servers lock two files of one name.
    public void Dispose() => _file.Dispose();

    private static string Holder(SafeFileHandle file)
    {
        Span<byte> contents = stackalloc byte[16];
        var text = Encoding.ASCII.GetString(contents[..RandomAccess.Read(file, contents, 0)]);
        return int.TryParse(text, NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var pid) ? $"{pid}" : "unknown";
    }

    private static string LastError() => new Win32Exception(Marshal.GetLastPInvokeError()).Message;

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, int mode);

    [DllImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static extern int Lock(int descriptor, int operation);
}
