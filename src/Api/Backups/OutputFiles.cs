using EventDicom.Domain.Blobs;
using EventDicom.Domain.Jobs.Outputs;

namespace EventDicom.Api.Backups;

/// <summary>
/// Copies the files that jobs left into a backup, and back. A job that ends while the backup is made is in it as one that runs, and makes
/// its file again; one whose file goes meanwhile is in it without.
/// </summary>
internal static class OutputFiles
{
    /// <param name="folder">Where the server keeps them; may be missing.</param>
    public static IReadOnlyList<OutputCopy> Write(string folder, BackupFolder backup, CancellationToken ct)
    {
        var copies = new List<OutputCopy>();
        if (!Directory.Exists(folder)) return copies;

        Directory.CreateDirectory(backup.Outputs);
        foreach (var file in new DirectoryInfo(folder).EnumerateFiles().Where(file => JobOutputs.IsOutput(file.Name))
            .OrderBy(file => file.Name, StringComparer.Ordinal).ToList())
        {
            ct.ThrowIfCancellationRequested();
            var writtenAt = file.LastWriteTimeUtc;
            if (BackupFolder.Copy(file.FullName, Path.Combine(backup.Outputs, file.Name), _ => true) is var (size, sha256))
                copies.Add(new(file.Name, size, sha256, writtenAt));
        }
        DurableFolder.Flush(backup.Outputs);
        return copies;
    }

    /// <summary>Whether the folder to restore into holds outputs that this backup has not.</summary>
    public static bool HasOthers(string folder, BackupManifest manifest) => Directory.Exists(folder)
        && Directory.EnumerateFiles(folder).Select(file => Path.GetFileName(file)).Where(JobOutputs.IsOutput)
        .Except((manifest.Outputs ?? []).Select(output => output.Name)).Any();

    /// <returns>Names of those that are missing or damaged in the backup; their jobs come back without.</returns>
    /// <exception cref="InvalidDataException">The manifest names something that is no such file.</exception>
    public static IReadOnlyList<string> Read(string folder, BackupFolder backup, BackupManifest manifest, CancellationToken ct)
    {
        var missing = new List<string>();
        if (manifest.Outputs is not { Count: > 0 } outputs) return missing;

        Directory.CreateDirectory(folder);
        foreach (var output in outputs)
        {
            ct.ThrowIfCancellationRequested();
            if (!JobOutputs.IsOutput(output.Name))
                throw new InvalidDataException($"The manifest names an output of a job that cannot be one: {output.Name}");
            var path = Path.Combine(folder, output.Name);
            if (BackupFolder.Copy(Path.Combine(backup.Outputs, output.Name), path, output.Sha256) is not null)
                File.SetLastWriteTimeUtc(path, output.WrittenAt);
            else missing.Add($"jobs/{output.Name}");
        }
        DurableFolder.Flush(folder);
        return missing;
    }
}
