using EventDicom.Api.Instances;
using EventDicom.Dicom;
using EventDicom.Domain;
using EventDicom.Projections.Resources;

namespace EventDicom.Api.Images;

/// <summary>Decodes frames of stored instances, no more of them at once than memory allows.</summary>
public sealed class Frames(InstanceFiles files, MemoryGate gate)
{
    /// <summary>Bytes of one frame, before and after decompression; larger ones are refused.</summary>
    public const long LongestFrame = 256L << 20;

    // More than any scanner makes: single pixels of single bits.
    private const int MostFrames = 1_000_000;

    /// <summary>Decodes a frame and makes something of it, while there is room for both.</summary>
    /// <param name="need">Bytes that <paramref name="make"/> takes, beside the frame itself.</param>
    /// <param name="make">What it returns must be small, or lie in a spool: when it is sent there is room for others again, however slow the client is.</param>
    /// <exception cref="OrthancException">Error 3: no such frame; 15: damaged; 2: of a kind that cannot be shown; 20: the stored file is gone or unreadable.</exception>
    /// <exception cref="NotEnoughMemoryException">The machine cannot hold what it takes.</exception>
    public async Task<T> UseAsync<T>(InstanceFile file, int frame, Func<DicomPixelFormat, long> need, Func<DicomImage, T> make, CancellationToken ct)
    {
        using var instance = Open(file);
        return await UseAsync(instance, Describe(instance), frame, need, make, ct);
    }

    /// <inheritdoc cref="UseAsync{T}(InstanceFile, int, Func{DicomPixelFormat, long}, Func{DicomImage, T}, CancellationToken)"/>
    public async Task<T> UseAsync<T>(
        OpenInstance instance, DicomPixelData pixels, int frame, Func<DicomPixelFormat, long> need, Func<DicomImage, T> make, CancellationToken ct)
    {
        var room = Guard(() => pixels.DecodingMemory + DicomImage.MemoryFor(pixels.Format) + need(pixels.Format));
        return await gate.RunAsync(room, () => Guard(() => make(DicomImage.Of(pixels.DecodeFrame(frame), instance.File.Dataset, frame))), ct, MemoryGate.Patience);
    }

    /// <summary>The bytes of a frame as they stand in the file, with the syntax that they are in.</summary>
    /// <inheritdoc cref="UseAsync{T}(InstanceFile, int, Func{DicomPixelFormat, long}, Func{DicomImage, T}, CancellationToken)"/>
    public async Task<DicomTransferSyntax> ReadRawAsync(InstanceFile file, int frame, Action<ReadOnlyMemory<byte>> take, CancellationToken ct)
    {
        using var instance = Open(file);
        var pixels = Describe(instance);
        return await gate.RunAsync(Guard(() => pixels.ReadingMemory), () => Guard(() =>
        {
            take(pixels.ReadFrame(frame));
            return instance.File.TransferSyntax;
        }), ct, MemoryGate.Patience);
    }

    /// <inheritdoc cref="UseAsync{T}(InstanceFile, int, Func{DicomPixelFormat, long}, Func{DicomImage, T}, CancellationToken)"/>
    public OpenInstance Open(InstanceFile file) => Guard(() => files.OpenWhole(file));

    /// <inheritdoc cref="UseAsync{T}(InstanceFile, int, Func{DicomPixelFormat, long}, Func{DicomImage, T}, CancellationToken)"/>
    public static DicomPixelData Describe(OpenInstance instance) => Guard(() =>
    {
        var pixels = DicomPixelData.Create(instance.File, LongestFrame);
        // A pixel of one bit becomes a byte of the picture.
        return (long)pixels.Format.Width * pixels.Format.Height <= LongestFrame
            ? pixels
            : throw new DicomPixelDataException(DicomPixelDataError.TooLarge, "The image has too many pixels");
    });

    /// <exception cref="OrthancException">Error 15: the file promises frames that are not there.</exception>
    public static void RequireAll(DicomPixelData pixels) => Guard(() =>
    {
        pixels.RequireAllFrames();
        return true;
    });

    /// <summary>Frames that an instance really has, whatever it promises: at least 1.</summary>
    /// <exception cref="OrthancException">Error 15: there are too many to be listed; 20: the stored file is gone or unreadable.</exception>
    public async Task<int> CountAsync(InstanceFile file, CancellationToken ct)
    {
        try
        {
            var count = await files.UseAsync(file, whole: true, DicomPixelData.CountFrames, ct);
            return count <= MostFrames ? count : throw new OrthancException(OrthancError.BadFileFormat, $"The instance has {count} frames");
        }
        catch (Exception failure) when (Translate(failure) is { } told)
        {
            throw told;
        }
    }

    /// <summary>What is wrong with a stored image, as Orthanc tells it; <c>null</c> for any other failure.</summary>
    internal static OrthancException? Translate(Exception failure) => failure switch
    {
        DicomPixelDataException { Reason: DicomPixelDataError.FrameOutOfRange } => new(OrthancError.ParameterOutOfRange, failure.Message),
        DicomPixelDataException { Reason: DicomPixelDataError.Unsupported or DicomPixelDataError.TooLarge } => new(OrthancError.NotImplemented, failure.Message),
        DicomImageException { Reason: not DicomImageError.Damaged } or DicomCodecException { IsUnsupported: true } or OverflowException => new(OrthancError.NotImplemented, failure.Message),
        DicomPixelDataException or DicomImageException or DicomCodecException or DicomFileException { Reason: not DicomFileError.TooMuchMemory } => new(OrthancError.BadFileFormat, failure.Message),
        _ => null,
    };

    private static T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception failure) when (Translate(failure) is { } told)
        {
            throw told;
        }
    }
}
