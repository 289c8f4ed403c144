using EventDicom.Api.Configuration;
using EventDicom.LocalPostgres;

namespace EventDicom.Api.Hosting;

/// <summary>
/// The database that a command works on: the configured one, or the server's own, which is started where no server runs. A
/// command that only reads also works beside a running server.
/// </summary>
public sealed class DatabaseAccess : IAsyncDisposable
{
    private readonly DataFolderLock? _folder;
    private readonly EmbeddedPostgres? _postgres;
    private readonly PostgresSocket? _socket;

    private DatabaseAccess(string connectionString, DataFolderLock? folder, EmbeddedPostgres? postgres, PostgresSocket? socket) =>
        (ConnectionString, _folder, _postgres, _socket) = (connectionString, folder, postgres, socket);

    public string ConnectionString { get; }

    /// <summary>For a command that writes: no server may run on the data folder.</summary>
    /// <param name="mayCreate">Whether an own database is made where there is none.</param>
    /// <exception cref="DataFolderInUseException">One does.</exception>
    /// <exception cref="StartRefusedException">There is no database, and none may be made.</exception>
    public static async Task<DatabaseAccess> AloneAsync(EventDicomOptions options, bool mayCreate, ILogger logger, CancellationToken ct)
    {
        var folder = DataFolderLock.Acquire(ProcessEnvironment.DataFolder);
        try
        {
            if (options.ConnectionString.Length > 0) return new(options.ConnectionString, folder, null, null);
            if (!mayCreate) DemandDatabase(folder.Folder);
            var postgres = await EmbeddedPostgres.StartAsync(folder, logger, ct);
            return new(postgres.ConnectionString, folder, postgres, null);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>For a command that only reads, also while a server runs.</summary>
    /// <exception cref="StartRefusedException">There is no database.</exception>
    public static async Task<DatabaseAccess> ReadingAsync(EventDicomOptions options, ILogger logger, CancellationToken ct)
    {
        if (options.ConnectionString.Length > 0) return new(options.ConnectionString, null, null, null);
        DemandDatabase(Path.GetFullPath(ProcessEnvironment.DataFolder));
        try
        {
            return await AloneAsync(options, mayCreate: false, logger, ct);
        }
        catch (DataFolderInUseException)
        {
            var socket = new PostgresSocket(EmbeddedPostgres.ClusterIn(Path.GetFullPath(ProcessEnvironment.DataFolder)));
            return new(EmbeddedPostgres.ConnectionStringOf(socket), null, null, socket);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_postgres is not null) await _postgres.DisposeAsync();
        _socket?.Dispose();
        _folder?.Dispose();
    }

    private static void DemandDatabase(string folder)
    {
        if (!EmbeddedPostgres.ClusterIn(folder).Exists)
            throw new StartRefusedException(
                $"There is no database in {folder}. EVENTDICOM_DATA names the data folder, \"EventDicom.ConnectionString\" in the "
                + $"configuration a database elsewhere.");
    }
}
