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

    /// <summary>Bytes that all frames being decoded may take together, with their copies on the way to an answer.</summary>
    public const long Room = 768L << 20;

    // The compressed frame, the decoded one, and the picture made of it.
    private const int Copies = 3;

    /// <summary>Decodes a frame and makes something of it, while there is room for both.</summary>
    /// <exception cref="OrthancException">Error 3: no such frame; 15: damaged; 2: of a kind that cannot be shown; 20: the stored file is gone or unreadable.</exception>
    public async Task<T> UseAsync<T>(InstanceFile file, int frame, Func<DicomImage, T> make, CancellationToken ct)
    {
        using var instance = Open(file);
        return await UseAsync(instance, Describe(instance), frame, make, ct);
    }

    /// <inheritdoc cref="UseAsync{T}(InstanceFile, int, Func{DicomImage, T}, CancellationToken)"/>
    public async Task<T> UseAsync<T>(OpenInstance instance, DicomPixelData pixels, int frame, Func<DicomImage, T> make, CancellationToken ct)
    {
        using var room = await gate.EnterAsync(Math.Min(Math.Max(pixels.Format.FrameLength, PixelsOf(pixels)), LongestFrame) * Copies, ct);
        return Guard(() => make(DicomImage.Of(pixels.DecodeFrame(frame), instance.File.Dataset, frame)));
    }

    /// <summary>The bytes of a frame as they stand in the file.</summary>
    /// <inheritdoc cref="UseAsync{T}(InstanceFile, int, Func{DicomImage, T}, CancellationToken)"/>
    public static ReadOnlyMemory<byte> ReadRaw(DicomPixelData pixels, int frame) => Guard(() => pixels.ReadFrame(frame));

    /// <inheritdoc cref="UseAsync{T}(InstanceFile, int, Func{DicomImage, T}, CancellationToken)"/>
    public OpenInstance Open(InstanceFile file) => Guard(() => files.OpenWhole(file));

    /// <inheritdoc cref="UseAsync{T}(InstanceFile, int, Func{DicomImage, T}, CancellationToken)"/>
    public static DicomPixelData Describe(OpenInstance instance) => Guard(() =>
    {
        var pixels = DicomPixelData.Create(instance.File, LongestFrame);
        return PixelsOf(pixels) <= LongestFrame ? pixels : throw new DicomPixelDataException(DicomPixelDataError.TooLarge, "The image has too many pixels");
    });

    // A pixel of one bit becomes a byte of the picture.
    private static long PixelsOf(DicomPixelData pixels) => (long)pixels.Format.Width * pixels.Format.Height;

    internal static T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (DicomPixelDataException failure)
        {
            throw new OrthancException(failure.Reason switch
            {
                DicomPixelDataError.FrameOutOfRange => OrthancError.ParameterOutOfRange,
                DicomPixelDataError.Unsupported or DicomPixelDataError.TooLarge => OrthancError.NotImplemented,
                _ => OrthancError.BadFileFormat,
            }, failure.Message);
        }
        catch (DicomImageException failure)
        {
            throw new OrthancException(failure.Reason == DicomImageError.Damaged ? OrthancError.BadFileFormat : OrthancError.NotImplemented, failure.Message);
        }
        catch (DicomCodecException failure)
        {
            throw new OrthancException(OrthancError.NotImplemented, failure.Message);
        }
        catch (OverflowException failure)
        {
            throw new OrthancException(OrthancError.NotImplemented, failure.Message);
        }
        catch (DicomFileException failure)
        {
            throw new OrthancException(OrthancError.BadFileFormat, failure.Message);
        }
    }
}
