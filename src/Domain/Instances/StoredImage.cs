using EventDicom.Dicom;

namespace EventDicom.Domain.Instances;

/// <summary>A stored instance whose frames can be decoded as long as this is not disposed of.</summary>
public sealed class StoredImage : IDisposable
{
    /// <summary>Bytes of one frame, before and after decompression; larger ones are refused.</summary>
    public const long LongestFrame = 256L << 20;

    private StoredImage(OpenInstance instance, DicomPixelData pixels) => (Instance, Pixels) = (instance, pixels);

    public DicomPixelData Pixels { get; }

    public DicomTransferSyntax TransferSyntax => Instance.File.TransferSyntax;

    /// <summary>Frames that are really there, whatever the file promises.</summary>
    /// <exception cref="UnreadableImageException">Error 15: they cannot be told apart.</exception>
    public int CountFrames() => UnreadableImageException.Guard(() => Pixels.FramesThere);

    internal OpenInstance Instance { get; }

    /// <exception cref="UnreadableImageException">Error 15: the file promises frames that are not there.</exception>
    public void RequireAllFrames() => UnreadableImageException.Guard(() =>
    {
        Pixels.RequireAllFrames();
        return true;
    });

    public void Dispose() => Instance.Dispose();

    /// <exception cref="DicomPixelDataException">It has no pixels, or too many.</exception>
    internal static StoredImage Of(OpenInstance instance)
    {
        var pixels = DicomPixelData.Create(instance.File, LongestFrame);
        // A pixel of one bit becomes a byte of the picture.
        return (long)pixels.Format.Width * pixels.Format.Height <= LongestFrame
            ? new(instance, pixels)
            : throw new DicomPixelDataException(DicomPixelDataError.TooLarge, "The image has too many pixels");
    }
}
