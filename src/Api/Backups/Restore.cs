using EventDicom.Api.Hosting;
using EventDicom.Domain.Blobs;
using EventDicom.Projections;
using EventDicom.Projections.Identity;
using EventDicom.Projections.Views;
using Npgsql;

namespace EventDicom.Api.Backups;

/// <summary>
/// Brings a backup back: the files first, durably, then the events that name them, in one transaction. What is interrupted can
/// be begun again.
/// </summary>
/// <param name="archive">Of the database to fill, which no server uses.</param>
/// <param name="blobFolder">The folder to fill.</param>
/// <param name="outputFolder">Where what jobs left is to go.</param>
internal sealed class Restore(ArchiveTools archive, string connectionString, string blobFolder, string outputFolder, string source)
{
    private const int AtOnce = 4;

    private readonly BackupFolder _backup = new(Path.GetFullPath(source));
    private readonly BlobFolderIdentity _folder = new(blobFolder);

    /// <returns>What was restored, and the addresses or names of the files that were not: they are missing or damaged in the
    /// backup.</returns>
    /// <exception cref="InvalidDataException">It is no backup, or its tables are damaged; nothing was restored.</exception>
    /// <exception cref="StartRefusedException">Database or folder are not empty.</exception>
    public async Task<(BackupManifest Manifest, IReadOnlyList<string> MissingFiles, IReadOnlyList<string> MissingOutputs)> RunAsync(
        CancellationToken ct)
    {
        var manifest = BackupManifest.Read(_backup.Folder);
        if (manifest.Format > ArchiveDatabase.Format)
            throw new StartRefusedException(
                $"The backup was made by EventDicom {manifest.Program}, which is newer than this program: restore it with that");
        if ((await new ArchiveDatabase(connectionString).ReadAsync(ct)).HasEvents)
            throw new StartRefusedException("The database holds an archive already: a backup is restored into an empty one");
        DemandEmptyFolders(manifest);
        await TableFiles.VerifyAsync(_backup, manifest, ct);

        var missingFiles = CopyFiles(ct);
        var missingOutputs = OutputFiles.Read(outputFolder, _backup, manifest, ct);
        await archive.ApplySchemaAsync(ct);
        await using (var connection = await archive.Database.OpenConnectionAsync(ct))
        await using (var transaction = await connection.BeginTransactionAsync(ct))
        {
            await TableFiles.ReadAsync(connection, _backup, manifest, ct);
            await TableFiles.SetAsync(connection, manifest.Sequences, ct);
            // Views that a start on the empty database has made are not those of these events.
            await using var forget = new NpgsqlCommand($"drop schema if exists {ViewSchema.Name} cascade", connection, transaction);
            await forget.ExecuteNonQueryAsync(ct);
            await transaction.CommitAsync(ct);
        }
        _folder.Replace(manifest.Archive);
        return (manifest, missingFiles, missingOutputs);
    }

    // A restore that was interrupted left files of this backup and no others.
    private void DemandEmptyFolders(BackupManifest manifest)
    {
        if (_folder.Files().Any(file => !File.Exists(_backup.PathOf(Path.GetFileName(file)))))
            throw new StartRefusedException(
                $"The folder {_folder.Folder} holds files of another archive: a backup is restored into an empty folder");
        if (OutputFiles.HasOthers(outputFolder, manifest))
            throw new StartRefusedException(
                $"The folder {outputFolder} holds what other jobs left: a backup is restored into an empty folder");
    }

    private List<string> CopyFiles(CancellationToken ct)
    {
        for (var prefix = 0; prefix < 256; prefix++) Directory.CreateDirectory(Path.Combine(_folder.Folder, prefix.ToString("x2", null)));
        var missing = new List<string>();
        Parallel.ForEach(_backup.Files(), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, file =>
        {
            if (BackupFolder.Copy(_backup.PathOf(file.Sha256), Path.Combine(_folder.Folder, file.Sha256[..2], file.Sha256),
                file.Sha256) is not null) return;
            lock (missing) missing.Add(file.Sha256);
        });
        for (var prefix = 0; prefix < 256; prefix++) DurableFolder.Flush(Path.Combine(_folder.Folder, prefix.ToString("x2", null)));
        return missing;
    }
}
