using System.Globalization;
using EventDicom.Api.Configuration;
using EventDicom.Api.Hosting;
using EventDicom.Domain.Jobs.Outputs;

namespace EventDicom.Api.Backups;

/// <summary><c>backup DIR</c> and <c>restore DIR</c>.</summary>
internal static class BackupCommands
{
    private const int Named = 5;

    public static async Task<int> BackupAsync(string target, OrthancConfiguration configuration, ILogger logger, CancellationToken ct)
    {
        await using var access = await DatabaseAccess.ReadingAsync(configuration.EventDicom, logger, ct);
        var dataFolder = Path.GetFullPath(ProcessEnvironment.DataFolder);
        var manifest = await new Backup(access.ConnectionString, configuration.EventDicom.BlobFolderIn(dataFolder),
            JobOutputs.FolderIn(dataFolder), target).RunAsync(ct);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"Backed up archive {manifest.Archive} in {Path.GetFullPath(target)}: {Count(manifest)} events, up to number "
            + $"{manifest.LastEvent}, and {manifest.Files - manifest.Missing.Count} files of {manifest.Bytes} bytes and "
            + $"{Outputs(manifest)} outputs of jobs, each checked against its SHA-256"));
        return Complain(manifest.Missing, "are missing or damaged in the archive, and are not in the backup");
    }

    public static async Task<int> RestoreAsync(string source, OrthancConfiguration configuration, ILogger logger, CancellationToken ct)
    {
        BackupManifest.Read(Path.GetFullPath(source)); // before a database is made for it
        await using var access = await DatabaseAccess.AloneAsync(configuration.EventDicom, mayCreate: true, logger, ct);
        await using var archive = new ArchiveTools(configuration, access.ConnectionString);
        var dataFolder = Path.GetFullPath(ProcessEnvironment.DataFolder);
        var (manifest, missingFiles, missingOutputs) = await new Restore(archive, access.ConnectionString,
            configuration.EventDicom.BlobFolderIn(dataFolder), JobOutputs.FolderIn(dataFolder), source).RunAsync(ct);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"Restored archive {manifest.Archive} as of {manifest.TakenAt:u}: {Count(manifest)} events, "
            + $"{manifest.Files - missingFiles.Count} files and {Outputs(manifest) - missingOutputs.Count} outputs of jobs, each checked "
            + $"against its SHA-256. The next start builds the views"));
        return Complain([.. missingFiles, .. missingOutputs], "are missing or damaged in the backup, and were not restored");
    }

    private static long Count(BackupManifest manifest) =>
        manifest.Tables.Where(table => table.Name.EndsWith(".mt_events", StringComparison.Ordinal)).Sum(table => table.Rows);

    private static int Outputs(BackupManifest manifest) => manifest.Outputs?.Count ?? 0;

    private static int Complain(IReadOnlyList<string> missing, string what)
    {
        if (missing.Count == 0) return 0;
        Console.Error.WriteLine(
            $"EventDicom: {missing.Count} files {what}: {string.Join(", ", missing.Take(Named))}{(missing.Count > Named ? ", ..." : "")}");
        return 1;
    }
}
