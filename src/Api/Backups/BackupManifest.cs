using System.Text.Json;

namespace EventDicom.Api.Backups;

/// <summary>One table of a backup.</summary>
/// <param name="Name">With its schema.</param>
/// <param name="File">Below the backup: PostgreSQL's COPY in text format, gzipped.</param>
/// <param name="Sha256">Of that file.</param>
public sealed record TableCopy(string Name, IReadOnlyList<string> Columns, long Rows, string File, string Sha256);

/// <summary>A sequence of the database, and the last number that it gave; <c>null</c> where it gave none.</summary>
public sealed record SequenceCopy(string Name, long? Last);

/// <summary>A file that a job left.</summary>
/// <param name="Name">The job's id, a dot, a key.</param>
/// <param name="Size">Bytes.</param>
/// <param name="WrittenAt">Tells which one is the oldest.</param>
public sealed record OutputCopy(string Name, long Size, string Sha256, DateTime WrittenAt);

/// <summary>What a backup holds: the file <c>manifest.json</c> in it, written last. A folder without one is no backup.</summary>
/// <param name="Format">Of the events, as the database says.</param>
/// <param name="Archive">The identity of the archive.</param>
/// <param name="LastEvent">Sequence number of the last event that is in it.</param>
/// <param name="Files">How many files belong to it.</param>
/// <param name="Bytes">Their size.</param>
/// <param name="Missing">Addresses of the files that were missing or damaged in the archive already.</param>
/// <param name="Outputs">What jobs left; <c>null</c> in backups of earlier versions, which left it out.</param>
public sealed record BackupManifest(
    int Format, string Program, DateTimeOffset TakenAt, Guid Archive, long LastEvent,
    IReadOnlyList<TableCopy> Tables, IReadOnlyList<SequenceCopy> Sequences, long Files, long Bytes, IReadOnlyList<string> Missing,
    IReadOnlyList<OutputCopy>? Outputs = null)
{
    private const string FileName = "manifest.json";

    private static readonly JsonSerializerOptions s_json = new() { WriteIndented = true };

    public static string PathIn(string folder) => Path.Combine(folder, FileName);

    /// <exception cref="InvalidDataException">There is none, or it cannot be read.</exception>
    public static BackupManifest Read(string folder)
    {
        try
        {
            using var file = File.OpenRead(PathIn(folder));
            return JsonSerializer.Deserialize<BackupManifest>(file) ?? throw new InvalidDataException($"{PathIn(folder)} is empty");
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InvalidDataException($"{folder} is no backup, or one that did not come to its end: there is no {FileName} in it");
        }
        catch (JsonException unreadable)
        {
            throw new InvalidDataException($"{PathIn(folder)} cannot be read: {unreadable.Message}");
        }
    }

    public void Write(string folder)
    {
        using var file = File.Create(PathIn(folder));
        JsonSerializer.Serialize(file, this, s_json);
        file.Flush(flushToDisk: true);
    }
}
