using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace EventDicom.Support;

/// <summary>The processes of a PostgreSQL cluster, found in /proc by the folder they work in, so that an orphan is found as well as a
/// child.</summary>
public static class PostgresProcesses
{
    /// <summary>Process ids, the postmaster's among them, of every cluster below the folder.</summary>
    public static IReadOnlyList<int> Below(string folder) =>
    [
        .. Directory.EnumerateDirectories("/proc")
            .Where(process => int.TryParse(Path.GetFileName(process), NumberStyles.None, CultureInfo.InvariantCulture, out _))
            .Where(process => Link(process, "cwd").StartsWith(folder + "/", StringComparison.Ordinal)
                && Path.GetFileName(Link(process, "exe")).StartsWith("postgres", StringComparison.Ordinal))
            .Select(process => int.Parse(Path.GetFileName(process), CultureInfo.InvariantCulture)),
    ];

    /// <summary>The postmaster that a postmaster.pid below the folder names, or null when there is none, or none that is finished being
    /// written.</summary>
    public static int? PostmasterBelow(string folder) =>
        Directory.EnumerateFiles(folder, "postmaster.pid",
            new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true })
            .Select(FirstNumber)
            .FirstOrDefault(pid => pid is not null);

    /// <summary><c>kill -9</c> of the postmaster first, which could otherwise mourn its children in peace, and then of all the
    /// rest.</summary>
    public static async Task KillBelowAsync(string folder)
    {
        if (!Directory.Exists(folder)) return;
        var postmaster = PostmasterBelow(folder);
        var alive = Below(folder);
        foreach (var pid in alive.OrderByDescending(pid => pid == postmaster)) Kill(pid);
        while (Below(folder).Intersect(alive).Any()) await Task.Delay(1);
    }

    private static int? FirstNumber(string file)
    {
        try
        {
            return int.TryParse(File.ReadLines(file).FirstOrDefault(), CultureInfo.InvariantCulture, out var number) ? number : null;
        }
        catch (IOException)
        {
            return null; // PostgreSQL removes the file when it stops.
        }
    }

    private static void Kill(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            process.Kill();
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or Win32Exception)
        {
            // It ended by itself: backends do when their postmaster is gone.
        }
    }

    private static string Link(string process, string name)
    {
        try
        {
            return new FileInfo($"{process}/{name}").LinkTarget ?? "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return ""; // It ended while we looked, or belongs to somebody else.
        }
    }
}
