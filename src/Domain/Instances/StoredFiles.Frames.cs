using EventDicom.Dicom;
using EventDicom.Domain.Blobs;
using EventDicom.Domain.Errors;
using EventDicom.Domain.Memory;

namespace EventDicom.Domain.Instances;

/// <summary>The pixels of stored instances: decoded, or written anew, no more of them at once than memory allows.</summary>
public sealed partial class StoredFiles
{
    // More than any scanner makes: single pixels of single bits.
    private const int MostFrames = 1_000_000;

    /// <summary>Decodes a frame and makes something of it, while there is room for both.</summary>
    /// <param name="frame">From 0 on.</param>
    /// <param name="need">Bytes that <paramref name="make"/> takes, beside the frame itself.</param>
    /// <param name="make">What it returns must be small, or lie in a spool: when it is sent there is room for others again, however slow
    /// the client is.</param>
    /// <exception cref="UnreadableImageException">Error 3: no such frame; 15: the image is damaged; 2: it is of a kind that cannot be
    /// shown.</exception>
    /// <exception cref="DamagedFileException">The stored file is gone, or not what was stored.</exception>
    /// <exception cref="MemoryBusyException">Others use the memory at the moment.</exception>
    /// <exception cref="NotEnoughMemoryException">The machine cannot hold what it takes.</exception>
    public async Task<T> DecodeAsync<T>(StoredFile file, int frame, Func<DicomPixelFormat, long> need, Func<DicomImage, T> make,
        CancellationToken ct)
    {
        using var image = OpenImage(file);
        return await DecodeAsync(image, frame, need, make, ct);
    }

    /// <inheritdoc cref="DecodeAsync{T}(StoredFile, int, Func{DicomPixelFormat, long}, Func{DicomImage, T}, CancellationToken)"/>
    public async Task<T> DecodeAsync<T>(StoredImage image, int frame, Func<DicomPixelFormat, long> need, Func<DicomImage, T> make,
        CancellationToken ct)
    {
        var pixels = image.Pixels;
        var room = UnreadableImageException.Guard(() => pixels.DecodingMemory + DicomImage.MemoryFor(pixels.Format) + need(pixels.Format));
        return await limiter.RunAsync(
            room,
            () => UnreadableImageException.Guard(() => make(DicomImage.Of(pixels.DecodeFrame(frame), image.Instance.File.Dataset, frame))),
            ct, MemoryLimiter.Patience);
    }

    /// <summary>The bytes of a frame as they stand in the file, with the syntax that they are in.</summary>
    /// <inheritdoc cref="DecodeAsync{T}(StoredFile, int, Func{DicomPixelFormat, long}, Func{DicomImage, T}, CancellationToken)"/>
    public async Task<DicomTransferSyntax> ReadFrameAsync(StoredFile file, int frame, Action<ReadOnlyMemory<byte>> take,
        CancellationToken ct)
    {
        using var image = OpenImage(file);
        return await limiter.RunAsync(UnreadableImageException.Guard(() => image.Pixels.ReadingMemory),
            () => UnreadableImageException.Guard(() =>
            {
                take(image.Pixels.ReadFrame(frame));
                return image.Instance.File.TransferSyntax;
            }), ct, MemoryLimiter.Patience);
    }

    /// <summary>The bytes of a frame in a transfer syntax, whatever the others of its file are in.</summary>
    /// <param name="take">Gets them while there is room; what keeps them must take no memory to speak of.</param>
    /// <inheritdoc cref="DecodeAsync{T}(StoredFile, int, Func{DicomPixelFormat, long}, Func{DicomImage, T}, CancellationToken)"/>
    public async Task TranscodeFrameAsync(
        StoredImage image, int frame, DicomTransferSyntax target, Action<ReadOnlyMemory<byte>> take, CancellationToken ct)
    {
        var (pixels, source) = (image.Pixels, image.Instance.File.TransferSyntax);
        var room = UnreadableImageException.Guard(() => DicomFrameTranscoder.MemoryFor(pixels, source, target));
        await limiter.RunAsync(room, () => UnreadableImageException.Guard(() =>
        {
            take(DicomFrameTranscoder.Transcode(pixels, frame, source, target));
            return true;
        }), ct, MemoryLimiter.Patience);
    }

    /// <summary>Opens an instance and reads what it says of its pixels; decodes nothing yet.</summary>
    /// <inheritdoc cref="DecodeAsync{T}(StoredFile, int, Func{DicomPixelFormat, long}, Func{DicomImage, T}, CancellationToken)"/>
    public StoredImage OpenImage(StoredFile file)
    {
        var instance = UnreadableImageException.Guard(() => OpenDataSet(file));
        try
        {
            return UnreadableImageException.Guard(() => StoredImage.Of(instance));
        }
        catch
        {
            instance.Dispose();
            throw;
        }
    }

    /// <summary>Frames that an instance really has, whatever it promises: at least 1.</summary>
    /// <exception cref="UnreadableImageException">Error 15: there are too many to be listed, or the file cannot be read.</exception>
    /// <inheritdoc cref="UseAsync{T}(StoredFile, Func{DicomFile, T}, CancellationToken)"/>
    public async Task<int> CountFramesAsync(StoredFile file, CancellationToken ct)
    {
        try
        {
            var count = await UseAsync(file, whole: true, DicomPixelData.CountFrames, ct);
            return count <= MostFrames ? count
                : throw new UnreadableImageException(OrthancError.BadFileFormat, $"The instance has {count} frames");
        }
        catch (Exception failure) when (UnreadableImageException.Of(failure) is { } told)
        {
            throw told;
        }
    }

    /// <summary>Writes an instance in another transfer syntax; nothing is stored.</summary>
    /// <param name="lossyInstanceUid">SOPInstanceUID of the result if it loses anything.</param>
    /// <param name="options">How much may be lost; <c>null</c> for what is configured.</param>
    /// <param name="output">Takes no memory to speak of: a spool.</param>
    /// <exception cref="UnreadableImageException">Error 2: the instance cannot be had in this syntax; 15: it is damaged.</exception>
    /// <exception cref="DamagedFileException">The stored file is gone, or not what was stored.</exception>
    /// <exception cref="NotEnoughMemoryException">The machine cannot hold what it takes.</exception>
    public async Task TranscodeAsync(
        StoredFile file, DicomTransferSyntax target, string lossyInstanceUid, DicomCodecOptions? options, Stream output,
        CancellationToken ct)
    {
        try
        {
            using var instance = OpenDataSet(file);
            await transcoder.TranscodeAsync(instance.File, target, result =>
            {
                result.Save(output);
                return output;
            }, ct, lossyInstanceUid, options);
        }
        catch (Exception failure) when (UnreadableImageException.Of(failure) is { } told)
        {
            throw told;
        }
    }
}
