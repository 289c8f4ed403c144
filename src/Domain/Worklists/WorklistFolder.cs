using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using EventDicom.Dicom;
using EventDicom.Domain.Blobs;
using EventDicom.Domain.Errors;
using EventDicom.Domain.Instances;
using Microsoft.Extensions.Logging;

namespace EventDicom.Domain.Worklists;

/// <summary>
/// Worklists as files of a folder, into which others may write: it is read anew at each query. What is no worklist, whoever put it there,
/// is passed over and named once.
/// </summary>
/// <param name="folder">A whole path.</param>
public sealed class WorklistFolder(string folder, FileReading reading, ILogger logger) : IWorklists
{
    /// <summary>Files that one query looks at.</summary>
    public const int MostFiles = 10_000;

    private const string Extension = ".wl";
    private const int MostEntries = 100_000, MostNamed = 1000;

    private static readonly EnumerationOptions s_all = new() { AttributesToSkip = 0, IgnoreInaccessible = true };

    private readonly Lock _changing = new();

    // What was passed over when the folder was read last, so that it is named when it appears, and again when it has changed.
    private volatile ImmutableHashSet<(string Name, DateTime Written)> _passedOver = [];

    /// <summary>Makes the folder where it is missing.</summary>
    public void Prepare()
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Log.NoWorklistFolder(logger, folder, failure.Message);
        }
    }

    public IAsyncEnumerable<Worklist> FindAsync(WorklistQuery query, CancellationToken ct) =>
        ListAsync(ct).Where(worklist => query.Matches(worklist.Content));

    public async IAsyncEnumerable<Worklist> ListAsync([EnumeratorCancellation] CancellationToken ct)
    {
        var (passedOver, isWhole) = (new HashSet<(string, DateTime)>(), false);
        try
        {
            foreach (var file in Files())
            {
                ct.ThrowIfCancellationRequested();
                var (worklist, problem) = await ReadAsync(file, ct);
                if (problem is not null) PassOver(file, problem, passedOver);
                if (worklist is not null) yield return worklist;
            }
            isWhole = true;
        }
        finally
        {
            // Of what was not looked at this time, nothing new is known.
            _passedOver = isWhole ? [.. passedOver] : [.. _passedOver.Union(passedOver).Take(MostNamed)];
        }
    }

    public async Task<Worklist?> FindAsync(string id, CancellationToken ct) =>
        Find(id) is { } file ? (await ReadAsync(file, ct)).Worklist : null;

    public Task<Refused?> SaveAsync(SaveWorklist command, CancellationToken ct) => ChangeAsync(() =>
    {
        if (command.Check() is { } refused) return refused;
        Directory.CreateDirectory(folder);
        Replace(
            Find(command.Id)?.FullName ?? Path.Combine(folder, command.Id + Extension), WorklistContent.WriteFile(command.Content));
        return null;
    });

    public Task<Refused?> DeleteAsync(DeleteWorklist command, CancellationToken ct) => ChangeAsync(() =>
    {
        var file = Find(command.Id);
        // When it happens is of no interest: nothing is recorded.
        if (command.Decide(file is null ? null : SavedAt(file), DateTimeOffset.UnixEpoch).IsRefused(out var refused, out var facts))
            return refused;
        if (facts is not [])
        {
            File.Delete(file!.FullName);
            Log.WorklistDeleted(logger, command.Id, command.Why);
        }
        return null;
    });

    private Task<Refused?> ChangeAsync(Func<Refused?> change)
    {
        try
        {
            lock (_changing) return Task.FromResult(change());
        }
        catch (UnauthorizedAccessException)
        {
            return Task.FromResult<Refused?>(new(OrthancError.ForbiddenAccess, "The folder of the worklists cannot be written"));
        }
    }

    // A query that comes meanwhile sees the old file or the new one, whole.
    private void Replace(string path, byte[] bytes)
    {
        var temporary = Path.Combine(folder, $".{Guid.NewGuid():N}.tmp");
        try
        {
            using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write))
            {
                file.Write(bytes);
                file.Flush(flushToDisk: true);
            }
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
        DurableFolder.Flush(folder);
    }

    private FileInfo? Find(string id) => Files().Find(file => IdOf(file) == id);

    // In the order of their names, so that answers come in the same order each time.
    private List<FileInfo> Files()
    {
        try
        {
            var files = new DirectoryInfo(folder).EnumerateFiles("*", s_all).Take(MostEntries)
                .Where(file => file.Extension.Equals(Extension, StringComparison.OrdinalIgnoreCase) && IdOf(file).Length > 0)
                .Take(MostFiles + 1).ToList();
            if (files.Count > MostFiles)
            {
                Log.TooManyWorklists(logger, folder, MostFiles);
                files.RemoveAt(MostFiles);
            }
            files.Sort((left, right) => string.CompareOrdinal(left.Name, right.Name));
            return files;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Log.NoWorklistFolder(logger, folder, failure.Message);
            return [];
        }
    }

    /// <returns>Neither for a file that has gone meanwhile.</returns>
    private async Task<(Worklist? Worklist, string? Problem)> ReadAsync(FileInfo file, CancellationToken ct)
    {
        try
        {
            if (file.Attributes.HasFlag(FileAttributes.ReparsePoint)) return (null, "it is a link");
            // Neither has a pipe or a device, which might never end.
            if (file.Length == 0) return (null, "it has no content");
            if (file.Length > WorklistContent.Longest) return (null, $"it has more than {WorklistContent.Longest} bytes");
            var savedAt = SavedAt(file);
            var bytes = await ReadBytesAsync(file.FullName, (int)file.Length, ct);
            return (new(IdOf(file), WorklistContent.ReadFile(bytes, reading), savedAt), null);
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            return (null, null);
        }
        catch (Exception failure) when (failure is DicomFileException or IOException or UnauthorizedAccessException)
        {
            return (null, failure.Message);
        }
    }

    private static async Task<ReadOnlyMemory<byte>> ReadBytesAsync(string path, int length, CancellationToken ct)
    {
        await using var stream = new FileStream(
            path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, useAsync: true);
        var bytes = new byte[length];
        return bytes.AsMemory(0, await stream.ReadAtLeastAsync(bytes, length, throwOnEndOfStream: false, ct));
    }

    private void PassOver(FileInfo file, string problem, HashSet<(string, DateTime)> passedOver)
    {
        var known = (file.Name, file.LastWriteTimeUtc);
        if (passedOver.Count < MostNamed && passedOver.Add(known) && !_passedOver.Contains(known))
            Log.NoWorklist(logger, file.FullName, problem);
    }

    private static string IdOf(FileInfo file) => Path.GetFileNameWithoutExtension(file.Name);

    private static DateTimeOffset SavedAt(FileInfo file) => new(file.LastWriteTimeUtc, TimeSpan.Zero);
}
