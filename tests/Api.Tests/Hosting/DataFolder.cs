using System.Diagnostics;
using EventDicom.Api.Hosting;
using EventDicom.LocalPostgres;
using EventDicom.Support.Postgres;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace EventDicom.Api.Tests.Hosting;

/// <summary>A temporary data folder, with the questions that the tests of its database ask. Leaves no process behind.</summary>
internal sealed class DataFolder : IAsyncDisposable
{
    private readonly DirectoryInfo _parent = Directory.CreateTempSubdirectory("eventdicom-test-");
    private DataFolderLock? _lock;

    public DataFolder(string name = "data") => Path = System.IO.Path.Combine(_parent.FullName, name);

    public string Path { get; }

    public string Cluster => System.IO.Path.Combine(Path, "postgres");

    public int PostmasterPid => int.Parse(File.ReadLines(System.IO.Path.Combine(Cluster, "postmaster.pid")).First());

    /// <summary>One that holds a database which was made before, and never started.</summary>
    public static async Task<DataFolder> WithDatabaseAsync()
    {
        var data = new DataFolder();
        Directory.CreateDirectory(data.Path);
        await TemplateCluster.CopyAsync(data.Cluster);
        return data;
    }

    /// <summary>Starts the database within the test process, as the server does within its own.</summary>
    public Task<EmbeddedPostgres> StartPostgresAsync(ILogger? logger = null) =>
        EmbeddedPostgres.StartAsync(_lock ??= DataFolderLock.Acquire(Path), logger ?? NullLogger.Instance, CancellationToken.None);

    public IReadOnlyList<int> PostgresProcesses() =>
    [
        .. Directory.GetDirectories("/proc")
            .Where(d => int.TryParse(System.IO.Path.GetFileName(d), out _))
            .Where(d => LinkTarget($"{d}/cwd") == Cluster)
            .Select(d => int.Parse(System.IO.Path.GetFileName(d))),
    ];

    /// <summary><c>kill -9</c> of the postmaster, which leaves its backends to notice.</summary>
    public async Task KillPostmasterAloneAsync()
    {
        using var postmaster = Process.GetProcessById(PostmasterPid);
        postmaster.Kill();
        while (LinkTarget($"/proc/{postmaster.Id}/exe") is not null) await Task.Delay(1);
    }

    public async ValueTask DisposeAsync()
    {
        _lock?.Dispose();
        var cluster = new PostgresCluster(Cluster);
        if (cluster.Exists) await (await cluster.StartAsync(CancellationToken.None)).KillAsync();
        _parent.Delete(recursive: true);
    }

    public static async Task<T> AskAsync<T>(string connectionString, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Asks again and again until the answer is true.</summary>
    public static async Task UntilAsync(string connectionString, string sql)
    {
        while (!await AskAsync<bool>(connectionString, sql)) await Task.Delay(10);
    }

    public static async Task TellAsync(string connectionString, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static string? LinkTarget(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
