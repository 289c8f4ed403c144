using System.Runtime.InteropServices;

namespace EventDicom.Api.Hosting;

/// <summary>How many files and sockets this process may have open: RLIMIT_NOFILE of getrlimit(2). The .NET runtime has raised it as far as
/// it may be.</summary>
public static class OpenFiles
{
    private const int NumberOfFiles = 7; // RLIMIT_NOFILE, on Linux

    // The database's connections (100 at most), assemblies, logs, listeners, the files of jobs.
    private const int Reserve = 300;

    // A connection that is served has a socket and may have two files open: a blob and a spool.
    private const int PerConnection = 3;

    private const int LeastConnections = 16;

    /// <summary>Connections of clients that there are descriptors for, with a reserve for everything else; at least 16.</summary>
    /// <param name="limit">Descriptors that the process may have.</param>
    public static long ConnectionsWithin(long limit) => Math.Max(LeastConnections, (limit - Reserve) / PerConnection);

    /// <summary>Descriptors that this process may have; <see cref="long.MaxValue"/> where the system does not say.</summary>
    public static long Limit() =>
        OperatingSystem.IsLinux() && GetLimit(NumberOfFiles, out var limit) == 0 && limit.Soft <= long.MaxValue
        ? (long)limit.Soft : long.MaxValue;

    [DllImport("libc", EntryPoint = "getrlimit")]
    private static extern int GetLimit(int resource, out ResourceLimit limit);

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct ResourceLimit(ulong Soft, ulong Hard);
}
