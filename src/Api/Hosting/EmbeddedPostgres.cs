using EventDicom.LocalPostgres;
using Npgsql;

namespace EventDicom.Api.Hosting;

/// <summary>
/// The PostgreSQL of a server that was given none: a cluster in the data folder, made at the first start, watched and
/// restarted when it dies, stopped with the server. When the server itself is killed the database goes on, and the next
/// start takes it over.
/// </summary>
public sealed partial class EmbeddedPostgres : IAsyncDisposable
{
    private static readonly TimeSpan s_firstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_healthy = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_impatience = TimeSpan.FromSeconds(5);

    // Leaves the rest of max_connections to psql, backups and PostgreSQL's own reserve for the superuser.
    private const int PoolSize = 80;

    private readonly PostgresCluster _cluster;
    private readonly PostgresSocket _socket;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private Task _supervision = Task.CompletedTask;
    private Postmaster? _postmaster;

    private EmbeddedPostgres(DataFolderLock folder, ILogger logger, CancellationToken ct)
    {
        _cluster = ClusterIn(folder.Folder);
        _logger = logger;
        _socket = new(_cluster);
        ConnectionString = ConnectionStringOf(_socket);
        Started = Task.Run(() => StartAsync(ct), CancellationToken.None);
    }

    /// <summary>For Npgsql. Stays the same across restarts of the database.</summary>
    public string ConnectionString { get; }

    /// <summary>Ends when the database answers.</summary>
    /// <exception cref="PostgresUnavailableException">PostgreSQL is not installed, or would not start.</exception>
    public Task Started { get; }

    /// <summary>The database of a data folder, whether it is there or not.</summary>
    public static PostgresCluster ClusterIn(string dataFolder) => new(Path.Combine(dataFolder, "postgres"));

    public static string ConnectionStringOf(PostgresSocket socket) => new NpgsqlConnectionStringBuilder
    {
        Host = socket.Host,
        Port = PostgresCluster.Port,
        Username = PostgresCluster.User,
        Database = PostgresCluster.Database,
        MaxPoolSize = PoolSize,
    }.ConnectionString;

    /// <summary>Brings the database in <c>postgres</c> under the data folder up, making it if there is none, and waits until it
    /// answers.</summary>
    /// <param name="folder">Locked, because two servers must not start one database.</param>
    /// <exception cref="PostgresUnavailableException">PostgreSQL is not installed, or would not start.</exception>
    public static async Task<EmbeddedPostgres> StartAsync(DataFolderLock folder, ILogger logger, CancellationToken ct)
    {
        var postgres = Begin(folder, logger, ct);
        try
        {
            await postgres.Started;
            return postgres;
        }
        catch
        {
            await postgres.DisposeAsync();
            throw;
        }
    }

    /// <summary>The same without waiting: see <see cref="Started"/>.</summary>
    public static EmbeddedPostgres Begin(DataFolderLock folder, ILogger logger, CancellationToken ct) => new(folder, logger, ct);

    /// <summary>Stops the database and waits for it. To be called when nothing uses it any more.</summary>
    public async ValueTask DisposeAsync()
    {
        await Started.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _stopping.CancelAsync();
        await _supervision;
        if (_postmaster is not null) await _postmaster.StopAsync();
        _socket.Dispose();
        _stopping.Dispose();
    }

    private async Task StartAsync(CancellationToken ct)
    {
        if (!_cluster.Exists)
        {
            LogCreating(_logger, _cluster.Folder);
            await _cluster.CreateAsync(durable: true, ct);
        }

        var starting = _cluster.StartAsync(ct);
        while (await Task.WhenAny(starting, Task.Delay(s_impatience, ct)) != starting && !ct.IsCancellationRequested)
            LogWaiting(_logger, _cluster.Folder);

        _postmaster = await starting;
        if (_postmaster.Adopted) LogAdopted(_logger, _postmaster.Pid);
        _supervision = SuperviseAsync(_postmaster, _cluster.LogLength);
    }

    private async Task SuperviseAsync(Postmaster postmaster, long logStart)
    {
        var pause = s_firstPause;
        try
        {
            while (true)
            {
                var since = TimeProvider.System.GetTimestamp();
                await postmaster.WaitForExitAsync(_stopping.Token);
                _postmaster = null;
                LogDied(_logger, postmaster.Pid, _cluster.LastWords(logStart));
                if (TimeProvider.System.GetElapsedTime(since) > s_healthy) pause = s_firstPause;

                do
                {
                    await Task.Delay(pause, _stopping.Token);
                    pause = pause * 2 < s_longestPause ? pause * 2 : s_longestPause;
                    logStart = _cluster.LogLength;
                    _postmaster = await TryRestartAsync();
                }
                while (_postmaster is null);

                postmaster = _postmaster;
                LogRestarted(_logger, postmaster.Pid);
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    private async Task<Postmaster?> TryRestartAsync()
    {
        try
        {
            return await _cluster.StartAsync(_stopping.Token);
        }
        catch (Exception e) when (e is PostgresUnavailableException or IOException or UnauthorizedAccessException)
        {
            LogNotRestarted(_logger, e.Message);
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Creating a PostgreSQL database in {Folder}")]
    private static partial void LogCreating(ILogger logger, string folder);

    [LoggerMessage(Level = LogLevel.Information, Message = "Waiting for PostgreSQL to recover {Folder}")]
    private static partial void LogWaiting(ILogger logger, string folder);

    [LoggerMessage(Level = LogLevel.Information, Message = "Took over PostgreSQL, process {Pid}, from a server that was killed")]
    private static partial void LogAdopted(ILogger logger, int pid);

    [LoggerMessage(Level = LogLevel.Error, Message = "PostgreSQL, process {Pid}, has ended by itself and will be restarted. {LastWords}")]
    private static partial void LogDied(ILogger logger, int pid, string lastWords);

    [LoggerMessage(Level = LogLevel.Information, Message = "PostgreSQL runs again, process {Pid}")]
    private static partial void LogRestarted(ILogger logger, int pid);

    [LoggerMessage(Level = LogLevel.Error, Message = "PostgreSQL could not be restarted, another attempt follows. {Reason}")]
    private static partial void LogNotRestarted(ILogger logger, string reason);
}
