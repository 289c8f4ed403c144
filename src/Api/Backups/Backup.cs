using System.Data;
using EventDicom.Api.Hosting;
using EventDicom.Projections;
using EventDicom.Projections.Identity;
using Npgsql;

namespace EventDicom.Api.Backups;

/// <summary>
/// Writes a backup while the archive goes on. First no file may be removed any more, then the events are read in one snapshot,
/// then the files are copied that those events name: whatever is stored, deleted or purged meanwhile, each of them is there.
/// </summary>
/// <param name="blobFolder">Where the archive keeps its files.</param>
/// <param name="outputFolder">Where this server keeps what jobs left.</param>
/// <param name="target">Does not exist, or is empty.</param>
internal sealed class Backup(string connectionString, string blobFolder, string outputFolder, string target)
{
    private const int AtOnce = 4;

    private readonly BackupFolder _backup = new(Path.GetFullPath(target));

    /// <returns>What it holds.</returns>
    /// <exception cref="StartRefusedException">The target is not empty, or there is no archive.</exception>
    public async Task<BackupManifest> RunAsync(CancellationToken ct)
    {
        if (Directory.Exists(_backup.Folder) && Directory.EnumerateFileSystemEntries(_backup.Folder).Any())
            throw new StartRefusedException($"The folder {_backup.Folder} is not empty: a backup wants a new one");
        var identity = await new ArchiveDatabase(connectionString).ReadAsync(ct);
        if (identity.Archive is not { } archive)
            throw new StartRefusedException(
                "The database holds no archive of this version: start the server on it once, then make the backup");
        if (identity.Format > ArchiveDatabase.Format)
            throw new StartRefusedException(
                $"The database was written by EventDicom {identity.Program}, which is newer than this program: make the backup with that");

        Directory.CreateDirectory(_backup.Folder);
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, CommandTimeout = 0 }.ConnectionString);
        await connection.OpenAsync(ct);
        await FileRemoval.ForbidAsync(connection, ct);

        var takenAt = DateTimeOffset.UtcNow;
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        var tables = await TableFiles.WriteAsync(connection, _backup, ct);
        var last = await LastEventAsync(connection, ct);
        await WriteFileListAsync(connection, ct);
        // Not part of the snapshot, but later than all that was numbered in it.
        var sequences = await TableFiles.SequencesAsync(connection, ct);
        await snapshot.CommitAsync(ct);

        var outputs = OutputFiles.Write(outputFolder, _backup, ct); // first: they may go while the files are copied
        var (files, bytes, missing) = CopyFiles(ct);
        var manifest = new BackupManifest(ArchiveDatabase.Format, Usage.Number, takenAt, archive, last, tables, sequences, files, bytes,
            missing, outputs);
        manifest.Write(_backup.Folder);
        return manifest;
    }

    private static async Task<long> LastEventAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand($"select coalesce(max(seq_id), 0) from {EventStore.Schema}.mt_events", connection);
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }

    private async Task WriteFileListAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var list = new StreamWriter(_backup.FileList);
        await using var command = new NpgsqlCommand($"select sha256, size from ({NamedFiles.Sql}) named order by stored", connection);
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct)) await list.WriteAsync($"{rows.GetString(0)}\t{rows.GetInt64(1)}\n");
    }

    private (long Files, long Bytes, IReadOnlyList<string> Missing) CopyFiles(CancellationToken ct)
    {
        for (var prefix = 0; prefix < 256; prefix++)
            Directory.CreateDirectory(Path.GetDirectoryName(_backup.PathOf(prefix.ToString("x2", null)))!);
        var (files, bytes, missing) = (0L, 0L, new List<string>());
        Parallel.ForEach(_backup.Files(), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, file =>
        {
            Interlocked.Increment(ref files);
            if (Copy(file.Sha256) is { } size) Interlocked.Add(ref bytes, size);
            else lock (missing) missing.Add(file.Sha256);
        });

        // A file whose bytes are stored once more is replaced, and for a moment has no name.
        List<string> lost = [];
        foreach (var sha256 in missing)
        {
            if (Copy(sha256) is { } size) bytes += size;
            else lost.Add(sha256);
        }
        return (files, bytes, lost);
    }

    private long? Copy(string sha256) => BackupFolder.Copy(Path.Combine(blobFolder, sha256[..2], sha256), _backup.PathOf(sha256), sha256);
}
