using System.Globalization;

namespace EventDicom.LocalPostgres;

/// <summary>
/// A PostgreSQL database cluster in a folder of its own: made once, started, taken over when a killed server left it running,
/// recovered after any crash. Reached only through a Unix socket in the folder, by the account that started it and root.
/// One process at a time may use this class on a folder; who owns the folder must see to that.
/// </summary>
public sealed class PostgresCluster
{
    public const string User = "eventdicom";
    public const string Database = "eventdicom";
    public const int Port = 5432; // Only a part of the socket's file name.

    private const long LogFull = 16 * 1024 * 1024;
    private const string Unfinished = ".new-";
    private static readonly TimeSpan s_pollInterval = TimeSpan.FromMilliseconds(5);

    private readonly IReadOnlyDictionary<string, string> _settings;

    /// <param name="folder">Becomes the cluster's data folder; its parent must exist.</param>
    /// <param name="settings">Values for <c>postgresql.conf</c> that differ from ours, quoted as that file wants them.</param>
    public PostgresCluster(string folder, IReadOnlyDictionary<string, string>? settings = null)
    {
        Folder = Path.GetFullPath(folder);
        _settings = settings ?? new Dictionary<string, string>();
    }

    public string Folder { get; }

    /// <summary>What the server says of itself; beside the cluster, so that it can be read when the cluster cannot.</summary>
    public string Log => Folder + ".log";

    /// <summary>A folder of the name is one, also when we may not look inside: a cluster gets its name when it is complete.</summary>
    public bool Exists => Directory.Exists(Folder);

    /// <summary>Makes an empty cluster with one database. Killed half-way it leaves nothing that the next attempt minds.</summary>
    /// <param name="durable">False skips waiting for the disk, for a cluster that nobody will miss.</param>
    /// <exception cref="PostgresUnavailableException">PostgreSQL is not installed, or refused.</exception>
    public async Task CreateAsync(bool durable, CancellationToken ct)
    {
        var binaries = PostgresBinaries.Find();
        RemoveUnfinished();
        var unfinished = $"{Folder}{Unfinished}{Guid.NewGuid():N}";
        Directory.CreateDirectory(unfinished, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        // Collation C compares bytes, so that an index serves a prefix search; C.UTF-8 knows the case of all letters.
        string[] initDb =
        [
            binaries.InitDb, "--username=" + User, "--auth-local=peer", "--auth-host=reject", "--encoding=UTF8", "--locale=C",
            "--lc-ctype=C.UTF-8",
            "--data-checksums", "--no-instructions",
        ];
        await RunAsync(unfinished, durable ? initDb : [.. initDb, "--no-sync"], "", ct);
        await RunAsync(
            unfinished, [binaries.Postgres, "--single", "-j", "-c", "fsync=" + (durable ? "on" : "off"), "postgres"],
            $"CREATE DATABASE {Database};\n", ct);
        Directory.Move(unfinished, Folder);
        if (durable) LibC.FlushFolder(Path.GetDirectoryName(Folder)!);
        RemoveUnfinished();
    }

    /// <summary>
    /// Brings the cluster up and waits until it answers, through recovery if need be, for as long as that takes. A server
    /// that still runs is taken over, unless our settings or the program have changed since it was started.
    /// </summary>
    /// <exception cref="PostgresUnavailableException">It would not start; the message ends with its own last words.</exception>
    public async Task<Postmaster> StartAsync(CancellationToken ct)
    {
        var binaries = PostgresBinaries.Find(Major());
        var processes = new ClusterProcesses(Folder);

        if (Running(processes) is { } running)
        {
            if (CanBeAdopted(running, binaries) && await BecomesReadyAsync(running, ct)) return running;
            await running.StopAsync();
        }

        await processes.KillAllAsync(ct);
        RemoveStalePidFile();
        await WriteSettingsAsync(binaries, ct);
        if (new FileInfo(Log) is { Exists: true, Length: > LogFull }) File.Move(Log, Log + ".1", overwrite: true);

        var logStart = LogLength;
        var process = PostgresShell.Launch(Folder, Log, binaries.Postgres);
        var postmaster = new Postmaster(process.Id, processes, process);
        try
        {
            if (await BecomesReadyAsync(postmaster, ct)) return postmaster;
        }
        catch (OperationCanceledException)
        {
            await postmaster.StopAsync();
            throw;
        }

        throw new PostgresUnavailableException($"PostgreSQL did not start on {Folder}. {LastWords(logStart)}");
    }

    /// <summary>The length of the log now, to be given to <see cref="LastWords"/> later.</summary>
    public long LogLength => new FileInfo(Log) is { Exists: true } log ? log.Length : 0;

    /// <summary>The last lines of the log after a position, at most 4 KB of them.</summary>
    public string LastWords(long since = 0)
    {
        if (!File.Exists(Log)) return "It left no log.";
        using var log = new FileStream(Log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        log.Position = Math.Clamp(log.Length - 4096, Math.Min(since, log.Length), log.Length);
        var words = new StreamReader(log).ReadToEnd().Trim();
        return words is "" ? "It left no word in its log." : "Its last words: " + words;
    }

    private void RemoveUnfinished()
    {
        var prefix = Path.GetFileName(Folder) + Unfinished;
        foreach (var attempt in Directory.GetDirectories(Path.GetDirectoryName(Folder)!, prefix + "*"))
        {
            // Nobody but us gives such a name, and what has one never was a whole cluster.
            if (!Guid.TryParseExact(Path.GetFileName(attempt)[prefix.Length..], "N", out _)) continue;
            try
            {
                Directory.Delete(attempt, recursive: true);
            }
            catch (IOException)
            {
                // Its initdb outlived the server that was killed, and still writes. The new attempt has a name of its own.
            }
        }
    }

    private int Major()
    {
        try
        {
            var version = File.ReadAllText(Path.Combine(Folder, "PG_VERSION"));
            return int.Parse(version, NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new PostgresUnavailableException(
                $"{Folder} is not a PostgreSQL cluster that {Environment.UserName} may use: {e.Message}", e);
        }
    }

    private Postmaster? Running(ClusterProcesses processes) =>
        PostmasterPidFile.Read(Folder) is { } file && processes.Owns(file.Pid) ? new(file.Pid, processes, child: null) : null;

    private bool CanBeAdopted(Postmaster running, PostgresBinaries binaries) =>
        !ClusterProcesses.RunsReplacedProgram(running.Pid) && SettingsAreCurrent(binaries);

    private async Task<bool> BecomesReadyAsync(Postmaster postmaster, CancellationToken ct)
    {
        while (!postmaster.HasExited)
        {
            var file = PostmasterPidFile.Read(Folder);
            if (file is { Status: "ready" } && file.Pid == postmaster.Pid) return true;
            if (file is { Status: "stopping" } && file.Pid == postmaster.Pid) return false;
            await Task.Delay(s_pollInterval, ct);
        }

        return false;
    }

    /// <summary>
    /// PostgreSQL removes a stale file itself, unless the id in it now belongs to another process of the same user, or to a
    /// zombie. And after a restart of a container the ids repeat, so that the old file would tell us "ready" of the new process.
    /// Safe only because no process of the cluster is left, and no other server may be starting one.
    /// </summary>
    private void RemoveStalePidFile()
    {
        File.Delete(PostmasterPidFile.PathIn(Folder));
        File.Delete(Path.Combine(Folder, $".s.PGSQL.{Port}.lock"));
    }

    private string SettingsPath => Path.Combine(Folder, "postgresql.conf");

    private bool SettingsAreCurrent(PostgresBinaries binaries) =>
        File.Exists(SettingsPath)
        && File.ReadLines(SettingsPath).FirstOrDefault() == PostgresSettings.FirstLine(binaries, _settings);

    private async Task WriteSettingsAsync(PostgresBinaries binaries, CancellationToken ct)
    {
        if (SettingsAreCurrent(binaries)) return;

        var (exitCode, _) = await PostgresShell.RunAsync(
            Folder, [binaries.Postgres, "-C", "wal_compression", "-c", "wal_compression=lz4"], "", ct);
        Replace(Path.Combine(Folder, "pg_hba.conf"), PostgresSettings.HostBasedAccess);
        Replace(Path.Combine(Folder, "pg_ident.conf"), PostgresSettings.Accounts);
        Replace(SettingsPath, PostgresSettings.File(binaries, _settings, hasLz4: exitCode == 0));
    }

    private static void Replace(string path, string contents)
    {
        var temporary = path + ".new";
        File.WriteAllText(temporary, contents);

        // Written by root and read by another user; the folder keeps everybody else out.
        File.SetUnixFileMode(
            temporary, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        File.Move(temporary, path, overwrite: true);
    }

    private static async Task RunAsync(string folder, string[] command, string input, CancellationToken ct)
    {
        var (exitCode, output) = await PostgresShell.RunAsync(folder, command, input, ct);
        if (exitCode != 0)
            throw new PostgresUnavailableException($"{Path.GetFileName(command[0])} failed on {folder}: {output.Trim()}");
    }
}
