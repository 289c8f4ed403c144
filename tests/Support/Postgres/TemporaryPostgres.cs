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
    private readonly ReapedFolder _folder;
    private readonly PostgresCluster _cluster;
    private readonly PostgresSocket _socket;
    private Postmaster? _postmaster;

    private TemporaryPostgres(ReapedFolder folder)
    {
        _folder = folder;
        _cluster = new(folder.Cluster, new Dictionary<string, string>
        {
            ["fsync"] = Fsync ? "on" : "off",
            ["shared_buffers"] = "64MB",
            ["max_connections"] = "200",
            ["max_wal_size"] = "1GB",
        });
        _socket = new(_cluster);
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
        var postgres = new TemporaryPostgres(new());
        await TemplateCluster.CopyAsync(postgres._cluster.Folder);
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
        await _folder.DisposeAsync();
        _socket.Dispose();
    }
}
