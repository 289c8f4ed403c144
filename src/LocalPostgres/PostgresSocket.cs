using System.Text;

namespace EventDicom.LocalPostgres;

/// <summary>
/// The host name by which a client reaches a cluster's socket: the cluster's folder, or where that path is too long for a
/// socket address (107 bytes, unix(7)) or holds characters that a connection string reads otherwise, a short link to it.
/// </summary>
public sealed class PostgresSocket : IDisposable
{
    private const int LongestPath = 107;

    private readonly DirectoryInfo? _linkFolder;

    public PostgresSocket(PostgresCluster cluster)
    {
        var path = Path.Combine(cluster.Folder, $".s.PGSQL.{PostgresCluster.Port}");
        if (Encoding.UTF8.GetByteCount(path) <= LongestPath && !cluster.Folder.AsSpan().ContainsAny(",:@"))
        {
            Host = cluster.Folder;
            return;
        }

        _linkFolder = Directory.CreateTempSubdirectory("eventdicom-");
        Host = Path.Combine(_linkFolder.FullName, "pg");
        Directory.CreateSymbolicLink(Host, cluster.Folder);
    }

    public string Host { get; }

    public void Dispose()
    {
        if (_linkFolder is { Exists: true }) _linkFolder.Delete(recursive: true);
    }
}
