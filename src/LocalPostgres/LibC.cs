using System.Runtime.InteropServices;

namespace EventDicom.LocalPostgres;

/// <summary>What .NET does not offer: signals, as PostgreSQL's manual lists them in "Shutting Down the Server"; real paths; fsync of a
/// folder.</summary>
internal static class LibC
{
    public const int FastShutdown = 2; // SIGINT
    public const int ImmediateShutdown = 3; // SIGQUIT
    public const int Kill = 9; // SIGKILL

    private const int PathMax = 4096;

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int SendSignal(int pid, int signal);

    [DllImport("libc", EntryPoint = "realpath")]
    private static extern IntPtr ResolvePath([MarshalAs(UnmanagedType.LPUTF8Str)] string path, byte[] resolved);

    [DllImport("libc", EntryPoint = "open")]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync")]
    private static extern int Sync(int descriptor);

    [DllImport("libc", EntryPoint = "close")]
    private static extern int Close(int descriptor);

    /// <summary>A process that is gone already needs no signal, so its absence is no error.</summary>
    public static void Signal(int pid, int signal) => _ = SendSignal(pid, signal);

    /// <summary>The path without symbolic links, as /proc shows it.</summary>
    public static string RealPath(string path)
    {
        var buffer = new byte[PathMax];
        return ResolvePath(path, buffer) == IntPtr.Zero
            ? Path.GetFullPath(path)
            : System.Text.Encoding.UTF8.GetString(buffer.AsSpan(0, Array.IndexOf<byte>(buffer, 0)));
    }

    /// <summary>Makes a rename in the folder survive a power failure. Some file systems cannot, and then it is left to them.</summary>
    public static void FlushFolder(string folder)
    {
        var descriptor = Open(folder, flags: 0);
        if (descriptor < 0) return;
        _ = Sync(descriptor);
        _ = Close(descriptor);
    }
}
