using System.Runtime.InteropServices;

namespace EventDicom.Dicom;

/// <summary>How many bits of each sample a stream must carry.</summary>
internal static class StoredBits
{
    /// <summary>
    /// The lossless codecs give back every bit of the sample, so the bits that are not stored (overlays, sign, dirt) may only be left out
    /// where they follow from those that are.
    /// </summary>
    /// <param name="signExtends">The decoder fills the upper bits of a signed sample with its sign, else with zeros.</param>
    /// <returns>BitsStored where that is enough, else BitsAllocated.</returns>
    public static int ForLossless(ReadOnlySpan<byte> samples, DicomPixelFormat format, bool signExtends)
    {
        var unused = format.BitsAllocated - format.BitsStored;
        // Up to 8 bits: other readers take such a stream for one of whole bytes, whatever the data set says
        if (unused == 0 || format.BitsStored <= 8 || format.HighBit != format.BitsStored - 1)
            return format.BitsAllocated;

        foreach (var word in MemoryMarshal.Cast<byte, short>(samples))
        {
            if (word != (signExtends && format.IsSigned ? (short)(word << unused) >> unused : (ushort)(word << unused) >> unused))
                return format.BitsAllocated;
        }

        return format.BitsStored;
    }

    /// <exception cref="DicomCodecException">The stored bits are not the lowest ones.</exception>
    public static int ForLossy(DicomPixelFormat format) => format.HighBit == format.BitsStored - 1
        ? format.BitsStored
        : throw new DicomCodecException(
            $"A lossy syntax cannot hold {format.BitsStored} bits below high bit {format.HighBit}") { IsUnsupported = true };

    /// <exception cref="DicomCodecException">The samples do not agree with the format, or the codec has no room for them.</exception>
    public static void RequireEncodable(ReadOnlySpan<byte> samples, DicomPixelFormat format, string codec)
    {
        if (format.BitsAllocated is not (8 or 16) || format.IsFloat || format.SamplesPerPixel is not (1 or 3))
            throw new DicomCodecException(
                $"{codec} cannot hold {format.SamplesPerPixel} samples of {format.BitsAllocated} bits") { IsUnsupported = true };

        if (format.IsSubsampled || (format.IsPlanar && format.SamplesPerPixel > 1) || samples.Length != format.FrameLength)
            throw new DicomCodecException(
                $"{samples.Length} bytes are no frame of {format.Width}x{format.Height} that lies pixel by pixel");
    }

    /// <exception cref="DicomCodecException">The stream holds another frame than the data set declares, or the answer has no room for
    /// it.</exception>
    public static void RequireDeclared(DicomPixelFormat declared, long width, long height, int samples, int bits, Span<byte> answer)
    {
        if (width != declared.Width || height != declared.Height || samples != declared.SamplesPerPixel)
            throw new DicomCodecException(
                $"The stream holds {width}x{height} pixels of {samples} samples, the data set declares {declared.Width}x{declared.Height} "
                + $"of {declared.SamplesPerPixel}");

        if (declared.BitsAllocated is not (8 or 16) || bits > declared.BitsAllocated)
            throw new DicomCodecException($"The stream holds samples of {bits} bits, the data set declares {declared.BitsAllocated}");

        if (answer.Length < width * height * samples * (declared.BitsAllocated / 8))
            throw new DicomCodecException($"{answer.Length} bytes are no room for a frame of {width}x{height}");
    }
}
