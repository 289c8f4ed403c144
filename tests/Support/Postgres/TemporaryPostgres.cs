using System.Diagnostics;
using EventDicom.LocalPostgres;
using Npgsql;

namespace EventDicom.Support.Postgres;

/// <summary>
/// A PostgreSQL of the machine's own in a temporary folder, for as long as the test process lives. It can be killed and
/// started again on the same data, for tests of what a crash leaves behind. Committed means on disk, as in production,
/// unless the environment variable <c>EVENTDICOM_TEST_FSYNC</c> is <c>off</c>.
/// </summary>
public sealed class TemporaryPostgres : IAsyncDisposable
{
    // Reads until the test process ends, however it ends, and then leaves nothing behind.
    private const string Reaper = """
        exec >/dev/null 2>&1
        trap '' INT TERM HUP
        read -r never
        if pid=$(head -n 1 "$1/pg/postmaster.pid") && kill -QUIT "$pid"; then
          while kill -0 "$pid"; do sleep 0.05; done
        fi
        rm -rf -- "$1"
        """;

    private readonly Process _reaper;
    private readonly PostgresCluster _cluster;
    private readonly PostgresSocket _socket;
    private Postmaster? _postmaster;

    private TemporaryPostgres(string folder)
    {
        _cluster = new(Path.Combine(folder, "pg"), new Dictionary<string, string>
        {
            ["fsync"] = Fsync ? "on" : "off",
            ["shared_buffers"] = "64MB",
            ["max_connections"] = "200",
            ["max_wal_size"] = "1GB",
        });
        _socket = new(_cluster);
        _reaper = Process.Start(new ProcessStartInfo("setsid", ["/bin/sh", "-c", Reaper, "reaper", folder])
        {
            RedirectStandardInput = true,
            WorkingDirectory = "/",
        })!;
        ConnectionString = new NpgsqlConnectionStringBuilder
        {
            Host = _socket.Host,
            Port = PostgresCluster.Port,
            Username = PostgresCluster.User,
            Database = PostgresCluster.Database,
        }.ConnectionString;
    }

    /// <summary>To an empty database, as its superuser. Stays the same across restarts.</summary>
    public string ConnectionString { get; }

    private static bool Fsync => Environment.GetEnvironmentVariable("EVENTDICOM_TEST_FSYNC") != "off";

    public static async Task<TemporaryPostgres> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("eventdicom-test-").FullName;
        var postgres = new TemporaryPostgres(folder);
        await postgres._cluster.CreateAsync(durable: false, CancellationToken.None);
        await postgres.RestartAsync();
        return postgres;
    }

    /// <summary><c>kill -9</c> of all its processes.</summary>
    public Task KillAsync() => _postmaster!.KillAsync();

    /// <summary>Brings it up again and waits until it has recovered.</summary>
    public async Task RestartAsync() => _postmaster = await _cluster.StartAsync(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        if (_postmaster is not null) await _postmaster.StopAsync();
        _reaper.StandardInput.Close();
        await _reaper.WaitForExitAsync();
        _reaper.Dispose();
        _socket.Dispose();
    }
}
