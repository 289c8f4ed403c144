using System.Buffers.Binary;

namespace EventDicom.Dicom;

/// <summary>A frame header (ITU-T T.81 B.2.2) that agrees with what the data set declares.</summary>
internal sealed class JpegFrame
{
    private JpegFrame(JpegProcess process, int precision, int width, int height, JpegComponent[] components)
    {
        (Process, Precision, Width, Height, Components) = (process, precision, width, height, components);
        MaxHorizontal = components.Max(component => component.Horizontal);
        MaxVertical = components.Max(component => component.Vertical);
    }

    public JpegProcess Process { get; }

    /// <summary>Bits of a sample, 2 to 16.</summary>
    public int Precision { get; }

    public int Width { get; }

    public int Height { get; }

    public IReadOnlyList<JpegComponent> Components { get; }

    public int MaxHorizontal { get; }

    public int MaxVertical { get; }

    /// <summary>
    /// How far a sample must go up and down again within 16 bits to be a native cell: two's complement in the bits that are allocated,
    /// where the stream holds the sign but not the bits above; 0 otherwise.
    /// </summary>
    public int SignShift { get; private init; }

    public int McusAcross => (Width + (8 * MaxHorizontal) - 1) / (8 * MaxHorizontal);

    public int McusDown => (Height + (8 * MaxVertical) - 1) / (8 * MaxVertical);

    /// <param name="marker">Which frame header it is.</param>
    /// <param name="header">Its parameters.</param>
    /// <param name="streamLength">Length of the whole stream, which must be long enough to hold such an image.</param>
    /// <exception cref="DicomCodecException">It is damaged, of a process that is not supported, or does not agree with the
    /// declaration.</exception>
    public static JpegFrame Read(byte marker, ReadOnlySpan<byte> header, DicomPixelFormat declared, int streamLength)
    {
        var process = Identify(marker);
        if (header.Length < 6 || header.Length < 6 + (3 * header[5]))
            throw new DicomCodecException("The frame header of a JPEG stream is cut short");

        var (precision, height, width, count) =
            (header[0], BinaryPrimitives.ReadUInt16BigEndian(header[1..]), BinaryPrimitives.ReadUInt16BigEndian(header[3..]), header[5]);

        // A height of 0 stands for one that a DNL segment tells later; the data set knows it now.
        if (width != declared.Width || (height != 0 && height != declared.Height) || count != declared.SamplesPerPixel)
        {
            throw new DicomCodecException(
                $"A JPEG stream is {width} x {height} of {count} components, its attributes say {declared.Width} x {declared.Height} of "
                + $"{declared.SamplesPerPixel}");
        }

        CheckPrecision(process, precision, declared);

        // No process needs less than a bit for each sample, or for each block of 64.
        var leastBits = (long)declared.Width * declared.Height / (process == JpegProcess.Lossless ? 1 : 64);
        if (streamLength * 8L < leastBits)
            throw new DicomCodecException($"A JPEG stream of {streamLength} bytes is too short for {declared.Width} x {declared.Height}");

        var components = new JpegComponent[count];
        for (var i = 0; i < count; i++)
        {
            var from = header[(6 + (3 * i))..];
            components[i] = new(from[0], from[1] >> 4, from[1] & 0xF, from[2]);
        }

        var frame = new JpegFrame(process, precision, width, declared.Height, components)
        {
            SignShift = declared.IsSigned && precision >= declared.BitsStored && precision < declared.BitsAllocated ? 16 - precision : 0,
        };
        frame.CheckComponents();
        return frame;
    }

    public int IndexOf(JpegComponent component)
    {
        var index = 0;
        while (Components[index] != component)
            index++;

        return index;
    }

    private static JpegProcess Identify(byte marker) => marker switch
    {
        JpegMarker.BaselineFrame or JpegMarker.ExtendedFrame => JpegProcess.Sequential,
        JpegMarker.ProgressiveFrame => JpegProcess.Progressive,
        JpegMarker.LosslessFrame => JpegProcess.Lossless,
        > 0xC8 => throw new DicomCodecException("JPEG with arithmetic coding is not supported") { IsUnsupported = true },
        _ => throw new DicomCodecException("Hierarchical JPEG is not supported") { IsUnsupported = true },
    };

    private static void CheckPrecision(JpegProcess process, int precision, DicomPixelFormat declared)
    {
        var isPossible = process == JpegProcess.Lossless ? precision is >= 2 and <= 16 : precision is 8 or 12;
        if (!isPossible)
            throw new DicomCodecException($"A JPEG stream has samples of {precision} bits");

        if (declared.BitsAllocated is not (8 or 16) || precision > declared.BitsAllocated)
            throw new DicomCodecException(
                $"A JPEG stream has samples of {precision} bits, its attributes allocate {declared.BitsAllocated}");
    }

    private void CheckComponents()
    {
        foreach (var component in Components)
        {
            if (component.Horizontal is < 1 or > 4 || component.Vertical is < 1 or > 4 || component.QuantizationTable > 3)
                throw new DicomCodecException("The frame header of a JPEG stream is damaged");

            if (MaxHorizontal % component.Horizontal != 0 || MaxVertical % component.Vertical != 0)
                throw new DicomCodecException(
                    $"JPEG components sampled {component.Horizontal} to {MaxHorizontal} are not supported") { IsUnsupported = true };

            if (Process == JpegProcess.Lossless && (component.Horizontal != MaxHorizontal || component.Vertical != MaxVertical))
                throw new DicomCodecException("Lossless JPEG with subsampled components is not supported") { IsUnsupported = true };
        }

        if (Components.DistinctBy(component => component.Id).Count() != Components.Count)
            throw new DicomCodecException("Two components of a JPEG stream have the same name");
    }
}
