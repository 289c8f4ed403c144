using EventDicom.Dicom;
using EventDicom.Domain;
using EventDicom.Domain.Blobs;
using EventDicom.Projections.Resources;

namespace EventDicom.Api.Instances;

/// <summary>
/// Opens the stored files of instances. A data set is never handed out without the file that it is read from: values that are not in memory can be asked for
/// as long as the two are open.
/// </summary>
public sealed class InstanceFiles(
    ResourceQueries queries, IBlobStore blobs, DicomDictionary dictionary, FileReading reading, MemoryGate gate, ILogger<InstanceFiles> logger)
{
    public DicomJsonOptions JsonOptions { get; } = new() { Dictionary = dictionary };

    /// <summary>The file of one instance at or below a resource, the first that arrived; <c>null</c> when there is none.</summary>
    public async Task<InstanceFile?> FirstBelowAsync(ResourceLevel level, string id, CancellationToken ct)
    {
        await foreach (var file in queries.FilesAsync(level, id, ct)) return file;
        return null;
    }

    /// <summary>Reads the data set up to PixelData, as Orthanc shows it, while there is memory for it, and makes something of it.</summary>
    /// <param name="work">What it returns must be small, or lie in a spool. When it returns the file is closed.</param>
    /// <exception cref="MemoryBusyException">Others use the memory at the moment.</exception>
    /// <exception cref="NotEnoughMemoryException">The data set has more elements than fit into the memory.</exception>
    public Task<T> UseAsync<T>(InstanceFile file, Func<DicomFile, T> work, CancellationToken ct) => UseAsync(file, whole: false, work, ct);

    /// <param name="whole">Whether to read what follows PixelData too, and the pixels where they are asked for.</param>
    /// <inheritdoc cref="UseAsync{T}(InstanceFile, Func{DicomFile, T}, CancellationToken)"/>
    public async Task<T> UseAsync<T>(InstanceFile file, bool whole, Func<DicomFile, T> work, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        return await gate.ReadAsync(whole ? reading.Whole : reading.UpToPixels, options =>
        {
            using var stream = blobs.Open(file.Stored);
            return work(DicomFile.Open(stream, options));
        }, ct, MemoryGate.Patience);
    }

    /// <summary>
    /// The same for an answer of which a part is sent already, and which can do without this file: one that is missing, damaged or unreadable is named in
    /// the log, counted where it is damage, and passed over.
    /// </summary>
    /// <returns>Whether the file could be used.</returns>
    public async Task<bool> TryUseAsync<T>(InstanceFile file, Func<DicomFile, T> work, CancellationToken ct)
    {
        try
        {
            await UseAsync(file, work, ct);
            return true;
        }
        catch (DamagedFileException)
        {
            return false; // the store has counted and logged it
        }
        catch (Exception unreadable) when (unreadable is DicomFileException { Reason: not DicomFileError.Closed } or NotEnoughMemoryException)
        {
            NameUnreadable(file, unreadable.Message);
            return false;
        }
    }

    public Stream Open(InstanceFile file) => blobs.Open(file.Stored);

    // It may have come like that, or have changed since: that is damage, which the store counts and logs.
    private void NameUnreadable(InstanceFile file, string reason)
    {
        try
        {
            blobs.Open(file.Stored, verify: true).Dispose();
            Log.UnreadableFile(logger, file.Stored.Name, file.Id, reason);
        }
        catch (DamagedFileException)
        {
            // Said already
        }
    }

    /// <summary>The data set with its pixels, for whoever waits while it is open: for the gate, or for a client.</summary>
    /// <exception cref="DicomFileException">The file is damaged, or its data set takes more than <see cref="DataSetMemory.Unshared"/>.</exception>
    public OpenInstance OpenWhole(InstanceFile file)
    {
        var stream = blobs.Open(file.Stored);
        try
        {
            return new(stream, DicomFile.Open(stream, reading.Whole with { MaxMemory = DataSetMemory.Unshared }));
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }
}

/// <summary>A data set whose large values are read from the stored file as long as this is not disposed of.</summary>
public sealed class OpenInstance(Stream stream, DicomFile file) : IDisposable
{
    public DicomFile File { get; } = file;

    public void Dispose() => stream.Dispose();
}
