using EventDicom.Dicom;

namespace EventDicom.Domain.Memory;

/// <summary>Reads data sets within the memory that there is. What one takes shows only when it is read: a file of 15 MB may hold two
/// million items.</summary>
public static class DataSetMemory
{
    // Nearly all files have less before their pixels, and are read without asking; the others are read again with a share.
    private const long Unasked = 1L << 20;

    private const long Large = 24L << 20;

    // The most elements that the reader takes, with short values. What has as many must not keep all others out.
    private const long Huge = 272L << 20;

    /// <summary>Bytes of a data set that is held without a share, because what is done with it waits for others.</summary>
    public const long Unshared = 64L << 20;

    /// <param name="options">What to read; its bound of memory is set here.</param>
    /// <param name="read">Opens the file with the options that it is given, from its beginning, and works with it to the end. May be called
    /// again.</param>
    /// <param name="patience">How long to wait for room; without end where it is left out.</param>
    /// <exception cref="NotEnoughMemoryException">The data set does not fit into the whole of the limiter.</exception>
    /// <exception cref="MemoryBusyException">There was no room for so long.</exception>
    public static async Task<T> ReadAsync<T>(
        this MemoryLimiter limiter, DicomReadOptions options, Func<DicomReadOptions, T> read, CancellationToken ct,
        TimeSpan? patience = null)
    {
        try
        {
            return read(options with { MaxMemory = Unasked });
        }
        catch (DicomFileException tooMuch) when (tooMuch.Reason == DicomFileError.TooMuchMemory)
        {
            // With a share, then.
        }

        foreach (var room in (long[])[Large, Huge, limiter.Capacity])
        {
            if (room > limiter.Capacity) continue;
            try
            {
                return await limiter.RunAsync(room, () => read(options with { MaxMemory = room }), ct, patience);
            }
            catch (DicomFileException tooMuch) when (tooMuch.Reason == DicomFileError.TooMuchMemory)
            {
                // With more, then.
            }
        }
        throw new NotEnoughMemoryException(limiter.Capacity);
    }
}
