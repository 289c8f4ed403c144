using System.Globalization;

namespace EventDicom.LocalPostgres;

/// <summary>
/// What <c>postmaster.pid</c> says of the server that runs, or ran, on a cluster: line 1 is its process id, line 8 its state
/// (<c>starting</c>, <c>ready</c>, <c>stopping</c>), written by PostgreSQL 10 and newer.
/// </summary>
internal sealed record PostmasterPidFile(int Pid, string Status)
{
    private const int StatusLine = 7;

    public static string PathIn(string cluster) => Path.Combine(cluster, "postmaster.pid");

    /// <summary>Null when there is no file, or none that PostgreSQL has finished writing.</summary>
    public static PostmasterPidFile? Read(string cluster)
    {
        try
        {
            var lines = File.ReadAllLines(PathIn(cluster));
            if (lines is [] || !int.TryParse(lines[0], NumberStyles.None, CultureInfo.InvariantCulture, out var pid)) return null;
            return new(pid, lines.Length > StatusLine ? lines[StatusLine].Trim() : "");
        }
        catch (IOException)
        {
            return null;
        }
    }
}
