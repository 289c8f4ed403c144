using System.Globalization;

namespace EventDicom.LocalPostgres;

/// <summary>
/// The PostgreSQL processes of one cluster, found in /proc: the program is <c>postgres</c> and the working folder is the
/// cluster's. That tells a real postmaster from an unrelated process that was given the same id after a crash or a reboot,
/// and finds backends whose postmaster was killed and who would otherwise keep the next one from starting.
/// </summary>
internal sealed class ClusterProcesses(string cluster)
{
    private static readonly TimeSpan s_pollInterval = TimeSpan.FromMilliseconds(5);

    private readonly string _folder = LibC.RealPath(cluster);

    /// <summary>Whether the process is one of the cluster's, and not about to end.</summary>
    public bool Owns(int pid) => ProgramOf(pid) is not null && Lives(pid);

    /// <summary>
    /// Whether a process that was one of the cluster's still exists. While it ends, the kernel lets go of its program before
    /// its memory and its files, and only then of its working folder. Of a zombie none of them is left.
    /// </summary>
    public bool Lives(int pid) => Link(pid, "cwd") == _folder;

    /// <summary>Whether the program on disk was replaced, as a package upgrade does, since the process started.</summary>
    public static bool RunsReplacedProgram(int pid) => ProgramOf(pid)?.EndsWith(" (deleted)", StringComparison.Ordinal) == true;

    /// <summary>Kills what is there and waits until the kernel has taken it all down.</summary>
    public async Task KillAllAsync(CancellationToken ct)
    {
        while (All().ToList() is { Count: > 0 } left)
        {
            left.ForEach(pid => LibC.Signal(pid, LibC.Kill));
            foreach (var pid in left) await WaitForExitAsync(pid, s_pollInterval, ct);
        }
    }

    public async Task WaitForExitAsync(int pid, TimeSpan interval, CancellationToken ct)
    {
        while (Lives(pid)) await Task.Delay(interval, ct);
    }

    private IEnumerable<int> All() =>
        Directory.EnumerateDirectories("/proc")
            .Select(d => int.TryParse(Path.GetFileName(d), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : 0)
            .Where(pid => pid > 0 && Owns(pid));

    private static string? ProgramOf(int pid) =>
        Link(pid, "exe") is { } program && Path.GetFileName(program).StartsWith("postgres", StringComparison.Ordinal) ? program : null;

    private static string? Link(int pid, string name)
    {
        try
        {
            return new FileInfo($"/proc/{pid}/{name}").LinkTarget;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // It ended while we looked, or belongs to somebody else.
        }
    }
}
