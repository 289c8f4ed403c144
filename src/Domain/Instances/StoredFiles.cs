using EventDicom.Dicom;
using EventDicom.Domain.Blobs;
using EventDicom.Domain.Memory;
using EventDicom.Domain.Transcoding;
using Microsoft.Extensions.Logging;

namespace EventDicom.Domain.Instances;

/// <summary>
/// Opens the stored files of instances. A data set is never handed out without the file that it is read from: values that are not in memory
/// can be asked for as long as the two are open.
/// </summary>
public sealed partial class StoredFiles(IBlobStore blobs, FileReading reading, MemoryLimiter limiter, FileTranscoder transcoder,
    ILogger<StoredFiles> logger)
{
    /// <inheritdoc cref="IBlobStore.Open"/>
    public Stream Open(StoredFile file, bool verify = false) => blobs.Open(file, verify);

    /// <inheritdoc cref="IBlobStore.Check"/>
    public void Check(StoredFile file) => blobs.Check(file);

    /// <summary>Reads the data set up to PixelData, as Orthanc shows it, while there is memory for it, and makes something of it.</summary>
    /// <param name="work">What it returns must be small, or lie in a spool. When it returns the file is closed. May be called
    /// again.</param>
    /// <exception cref="DamagedFileException">The file is not what was stored.</exception>
    /// <exception cref="DicomFileException">It was stored like that, and cannot be read.</exception>
    /// <exception cref="MemoryBusyException">Others use the memory at the moment.</exception>
    /// <exception cref="NotEnoughMemoryException">The data set has more elements than fit into the memory.</exception>
    public Task<T> UseAsync<T>(StoredFile file, Func<DicomFile, T> work, CancellationToken ct) => UseAsync(file, whole: false, work, ct);

    /// <param name="whole">Whether to read what follows PixelData too, and the pixels where they are asked for.</param>
    /// <param name="patience">How long to wait for memory; <see cref="MemoryLimiter.Patience"/> where it is left out, as requests
    /// do.</param>
    /// <inheritdoc cref="UseAsync{T}(StoredFile, Func{DicomFile, T}, CancellationToken)"/>
    public async Task<T> UseAsync<T>(StoredFile file, bool whole, Func<DicomFile, T> work, CancellationToken ct, TimeSpan? patience = null)
    {
        ct.ThrowIfCancellationRequested();
        return await limiter.ReadAsync(whole ? reading.Whole : reading.UpToPixels, options =>
        {
            using var stream = blobs.Open(file);
            return work(DicomFile.Open(stream, options));
        }, ct, patience ?? MemoryLimiter.Patience);
    }

    /// <summary>
    /// The same for an answer of which a part is sent already, and which can do without this file: one that is missing, damaged or
    /// unreadable is named in the log, counted where it is damage, and passed over.
    /// </summary>
    /// <returns>Whether the file could be used.</returns>
    public Task<bool> TryUseAsync<T>(StoredFile file, Func<DicomFile, T> work, CancellationToken ct) =>
        TryUseAsync(file, whole: false, work, ct);

    /// <param name="whole">Whether to read what follows PixelData too, and the pixels where they are asked for.</param>
    /// <inheritdoc cref="TryUseAsync{T}(StoredFile, Func{DicomFile, T}, CancellationToken)"/>
    public async Task<bool> TryUseAsync<T>(StoredFile file, bool whole, Func<DicomFile, T> work, CancellationToken ct)
    {
        try
        {
            await UseAsync(file, whole, work, ct);
            return true;
        }
        catch (DamagedFileException)
        {
            return false; // the store has counted and logged it
        }
        catch (Exception unreadable) when (unreadable is DicomFileException { Reason: not DicomFileError.Closed }
            or NotEnoughMemoryException)
        {
            NameUnreadable(file, unreadable.Message);
            return false;
        }
    }

    /// <summary>The data set, for whoever waits while it is open: for the limiter, or for a client.</summary>
    /// <param name="whole">Whether with its pixels, and what follows them.</param>
    /// <exception cref="DamagedFileException">The file is not what was stored.</exception>
    /// <exception cref="DicomFileException">It cannot be read, or its data set takes more than
    /// <see cref="DataSetMemory.Unshared"/>.</exception>
    public OpenInstance OpenDataSet(StoredFile file, bool whole = true)
    {
        var stream = blobs.Open(file);
        try
        {
            return new(stream, DicomFile.Open(stream,
                (whole ? reading.Whole : reading.UpToPixels) with { MaxMemory = DataSetMemory.Unshared }));
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    // It may have come like that, or have changed since: that is damage, which the store counts and logs.
    private void NameUnreadable(StoredFile file, string reason)
    {
        try
        {
            blobs.Check(file);
            Log.UnreadableFile(logger, file.Name, file.Instance, reason);
        }
        catch (DamagedFileException)
        {
            // Said already
        }
    }
}

/// <summary>A data set whose large values are read from the stored file as long as this is not disposed of.</summary>
public sealed class OpenInstance(Stream stream, DicomFile file) : IDisposable
{
    public DicomFile File { get; } = file;

    public void Dispose() => stream.Dispose();
}
