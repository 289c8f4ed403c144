using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace EventDicom.LocalPostgres;

/// <summary>An installed PostgreSQL: the folder that holds <c>postgres</c> and <c>initdb</c>, and its major version.</summary>
public sealed partial record PostgresBinaries(string Folder, int Major)
{
    /// <summary>Names one folder of binaries; nothing else is then looked at.</summary>
    public const string FolderVariable = "EVENTDICOM_POSTGRES_BIN";

    /// <summary>The oldest version whose settings we know how to write.</summary>
    public const int OldestMajor = 14;

    public string Postgres => Path.Combine(Folder, "postgres");

    public string InitDb => Path.Combine(Folder, "initdb");

    /// <summary>
    /// The installation to use: the folder named by <see cref="FolderVariable"/>, or the first on PATH, or the newest where
    /// packages put it. A cluster can only be opened by the major version that made it, so an existing one asks for that.
    /// </summary>
    /// <exception cref="PostgresUnavailableException">None is installed, or none of the version asked for.</exception>
    public static PostgresBinaries Find(int? major = null)
    {
        var installed = Installed();
        var fitting = installed.FirstOrDefault(i => major is null ? i.Major >= OldestMajor : i.Major == major);
        if (fitting is not null) return fitting;

        var found = installed is [] ? "none" : string.Join(", ", installed.Select(i => $"{i.Major} in {i.Folder}"));
        throw new PostgresUnavailableException(major is null
            ? $"No PostgreSQL {OldestMajor} or newer is installed (found: {found}). Install the package postgresql, "
              + $"or name the folder of its programs in {FolderVariable}."
            : $"The database was made by PostgreSQL {major}, which is not installed (found: {found}). "
              + $"Install postgresql-{major}, or name the folder of its programs in {FolderVariable}.");
    }

    /// <summary>Whether <see cref="Find"/> would find one for a new cluster.</summary>
    public static bool AreInstalled() => Installed().Any(i => i.Major >= OldestMajor);

    private static List<PostgresBinaries> Installed()
    {
        if (Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } named)
            return Probe(named) is { } only ? [only] : [];

        var onPath = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries);
        var packaged = Folders("/usr/lib/postgresql", "*").Select(f => Path.Combine(f, "bin"))
            .Concat(Folders("/usr", "pgsql-*").Select(f => Path.Combine(f, "bin")))
            .Append("/usr/local/pgsql/bin")
            .Select(Probe)
            .OfType<PostgresBinaries>()
            .OrderByDescending(i => i.Major);
        return [.. onPath.Select(Probe).OfType<PostgresBinaries>().Concat(packaged).Distinct()];
    }

    private static string[] Folders(string parent, string pattern) =>
        Directory.Exists(parent) ? Directory.GetDirectories(parent, pattern) : [];

    private static PostgresBinaries? Probe(string folder)
    {
        var postgres = new FileInfo(Path.Combine(folder, "postgres"));
        if (!postgres.Exists) return null;

        // PostgreSQL finds its other parts from where the real file is, so a link on PATH stands for that folder.
        var real = Path.GetDirectoryName(postgres.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? postgres.FullName)!;
        if (!File.Exists(Path.Combine(real, "initdb"))) return null;

        return MajorOf(real) is { } major ? new(real, major) : null;
    }

    private static int? MajorOf(string folder)
    {
        var match = VersionedFolder().Match(folder);
        if (!match.Success) match = VersionLine().Match(AskVersion(Path.Combine(folder, "postgres")));
        return match.Success && int.TryParse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture, out var major) ? major : null;
    }

    private static string AskVersion(string postgres)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(postgres, "--version") { RedirectStandardOutput = true })!;
            return process.StandardOutput.ReadToEnd();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return ""; // Not executable for us: as good as not installed.
        }
    }

    [GeneratedRegex(@"/(?:postgresql/|pgsql-)(\d+)/bin$")]
    private static partial Regex VersionedFolder();

    [GeneratedRegex(@"\(PostgreSQL\) (\d+)")]
    private static partial Regex VersionLine();
}
