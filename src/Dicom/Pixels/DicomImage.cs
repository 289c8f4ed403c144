using System.Runtime.InteropServices;

namespace EventDicom.Dicom;

/// <summary>One frame as something to look at, in the views that Orthanc has.</summary>
public sealed class DicomImage
{
    private readonly DicomPixelFormat _format;
    private readonly DicomDataset _dataset;
    private readonly int _frame;
    private readonly GraySamples? _gray;
    private readonly DicomBitmap? _color;

    private DicomImage(DicomFrame frame, DicomDataset dataset, int number)
    {
        (_format, _dataset, _frame) = (frame.Format, dataset, number);
        switch (frame.Format.PhotometricInterpretation)
        {
            case "MONOCHROME1" or "MONOCHROME2" when frame.Format.SamplesPerPixel == 1:
                _gray = GraySamples.Of(frame);
                break;
            case "PALETTE COLOR" when frame.Format.SamplesPerPixel == 1:
                _color = PaletteColor.ToRgb(frame, dataset);
                break;
            case "MONOCHROME1" or "MONOCHROME2" or "PALETTE COLOR":
                throw new DicomImageException(DicomImageError.Damaged,
                    $"{frame.Format.PhotometricInterpretation} with {frame.Format.SamplesPerPixel} samples for each pixel");
            default:
                _color = ColorSamples.ToRgb(frame);
                break;
        }
    }

    public int Width => _format.Width;

    public int Height => _format.Height;

    public bool IsColor => _color is not null;

    private bool IsInverted => _format.PhotometricInterpretation == "MONOCHROME1";

    /// <param name="dataset">What the frame was found in: it has the palette, the rescaling and the window.</param>
    /// <param name="number">Of the frame, from 0 on.</param>
    /// <exception cref="DicomImageException">There is no view of such a frame, or data set and frame contradict each other.</exception>
    public static DicomImage Of(DicomFrame frame, DicomDataset dataset, int number)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        var format = frame.Format;
        if (format.IsFloat)
            throw new DicomImageException(DicomImageError.Unsupported, "There is no view of floating point samples");
        if (frame.Samples.Length < format.FrameLength)
            throw new DicomImageException(DicomImageError.Damaged,
                $"A frame of {format.FrameLength} bytes has only {frame.Samples.Length}");
        if (format.BitsStored < 1 || format.HighBit >= format.BitsAllocated || format.HighBit < format.BitsStored - 1)
            throw new DicomImageException(DicomImageError.Damaged,
                $"{format.BitsStored} bits up to bit {format.HighBit} do not fit into {format.BitsAllocated}");

        return new(frame, dataset, number);
    }

    /// <summary>Bytes that an image takes at most beside its frame: samples without their unused bits, a byte for a bit, or the colors of a
    /// palette.</summary>
    public static long MemoryFor(DicomPixelFormat format)
    {
        ArgumentNullException.ThrowIfNull(format);
        var pixels = (long)format.Width * format.Height;
        return Math.Max(pixels * (format.PhotometricInterpretation == "PALETTE COLOR" ? 8 : format.SamplesPerPixel),
            (format with { PhotometricInterpretation = "" }).FrameLength);
    }

    /// <summary>Bytes that <see cref="Values"/> takes at most; those of color are the image's own.</summary>
    public static long MemoryForValues(DicomPixelFormat format)
    {
        ArgumentNullException.ThrowIfNull(format);
        return (long)format.Width * format.Height * sizeof(float);
    }

    /// <summary>Eight bits: gray from the smallest stored value to the largest, MONOCHROME1 turned round; color as it is, of 16 bits the
    /// upper byte.</summary>
    public DicomBitmap Preview()
    {
        if (_gray is null)
            return NarrowColor();

        var (min, max) = _gray.Range();
        var levels = new byte[_gray.Count];
        _gray.MapTo(new StretchMapping(min, max, IsInverted), levels);
        return new(Width, Height, DicomBitmapFormat.Gray8, levels);
    }

    /// <summary>The stored values, those out of range replaced by the nearest in it; of color of 16 bits the brightness, where unsigned
    /// values are asked for.</summary>
    /// <param name="format">One of the gray ones.</param>
    /// <exception cref="DicomImageException">The frame is in color of 8 bits, or signed values are asked for.</exception>
    public DicomBitmap StoredValues(DicomBitmapFormat format)
    {
        if (_gray is null)
        {
            return _format.SamplesPerPixel == 3 && _color!.Format == DicomBitmapFormat.Rgb48
                && format is (DicomBitmapFormat.Gray8 or DicomBitmapFormat.Gray16)
                ? ColorSamples.ToGray(_color!, format)
                : throw new DicomImageException(DicomImageError.Unsupported, "A frame in color has no gray values");
        }

        var samples = new byte[_gray.Count * DicomBitmap.BytesPerPixel(format)];
        switch (format)
        {
            case DicomBitmapFormat.Gray8: _gray.ClampTo<byte>(samples); break;
            case DicomBitmapFormat.Gray16: _gray.ClampTo(MemoryMarshal.Cast<byte, ushort>(samples.AsSpan())); break;
            case DicomBitmapFormat.SignedGray16: _gray.ClampTo(MemoryMarshal.Cast<byte, short>(samples.AsSpan())); break;
            default: throw new ArgumentOutOfRangeException(nameof(format));
        }

        return new(Width, Height, format, samples);
    }

    /// <summary>Gray through a window, in eight bits; color as it is, of 16 bits the upper byte; scaled as asked for.</summary>
    /// <exception cref="DicomImageException">The scaled picture would be too large, or a lookup table is damaged.</exception>
    public DicomBitmap Render(DicomRenderOptions? options = null)
    {
        options ??= DicomRenderOptions.Default;
        var (width, height) = options.SizeOf(Width, Height);
        if (_gray is null)
            return BitmapScaling.Resize(NarrowColor(), width, height);

        if (options.Smooth && (width < Width || height < Height))
            return BitmapScaling.Smooth(new(Width, Height, DicomBitmapFormat.Gray8, Levels(_gray, options)), width, height);

        // A level depends on one sample only, so whichever are fewer are turned into levels: those of the frame, or those of the picture.
        return (long)width * height < _gray.Count
            ? new(width, height, DicomBitmapFormat.Gray8,
                Levels(_gray.Pick(BitmapScaling.Nearest(Width, width), BitmapScaling.Nearest(Height, height), Width), options))
            : BitmapScaling.Resize(new(Width, Height, DicomBitmapFormat.Gray8, Levels(_gray, options)), width, height);
    }

    /// <summary>The values of the frame for a program to reckon with, row by row; color stays as it is.</summary>
    /// <param name="rescale">Floating point after the rescaling; else stored values.</param>
    public DicomArray Values(bool rescale)
    {
        if (_gray is null)
            return new(_color!.Format == DicomBitmapFormat.Rgb48 ? "<u2" : "<u1", 3, _color.Samples);

        if (rescale)
        {
            var grayscale = DicomGrayscale.Of(_dataset, _frame);
            var rescaled = new byte[checked(_gray.Count * sizeof(float))];
            _gray.RescaleTo(MemoryMarshal.Cast<byte, float>(rescaled.AsSpan()), (float)grayscale.Slope, (float)grayscale.Intercept);
            return new("<f4", 1, rescaled);
        }

        return _format switch
        {
            { BitsAllocated: 32, IsSigned: true } => Stored<int>("<i4"),
            { BitsAllocated: 32 } => Stored<uint>("<u4"),
            { IsSigned: true } => Stored<short>("<i2"),
            { BitsAllocated: 16 } => Stored<ushort>("<u2"),
            _ => Stored<byte>("<u1"),
        };

        DicomArray Stored<T>(string type)
            where T : struct, System.Numerics.IBinaryInteger<T>
        {
            var values = new byte[_gray.Count * Marshal.SizeOf<T>()];
            _gray.ClampTo(MemoryMarshal.Cast<byte, T>(values.AsSpan()));
            return new(type, 1, values);
        }
    }

    private DicomBitmap NarrowColor() => _color!.Format == DicomBitmapFormat.Rgb48 ? ColorSamples.Narrow(_color) : _color;

    private byte[] Levels(GraySamples samples, DicomRenderOptions options)
    {
        var levels = new byte[samples.Count];
        if (options.FollowStandard)
            samples.MapTo(Standard(options), levels);
        else
            samples.MapTo(Orthanc(options), levels);

        return levels;
    }

    private LinearMapping Orthanc(DicomRenderOptions options)
    {
        var grayscale = DicomGrayscale.Of(_dataset, _frame);
        var window = Window(grayscale, options);
        var width = Math.Max(1, window.Width);
        return new(grayscale.Slope, grayscale.Intercept, window.Center - (width / 2), width, IsInverted);
    }

    private StandardMapping Standard(DicomRenderOptions options)
    {
        var grayscale = DicomGrayscale.WithTables(_dataset, _frame);
        var table = options is { WindowCenter: null, WindowWidth: null } ? grayscale.InterestTable : null;
        return new(grayscale.ModalityTable, grayscale.Slope, grayscale.Intercept, table, Window(grayscale, options), IsInverted);
    }

    private DicomVoiWindow Window(DicomGrayscale grayscale, DicomRenderOptions options)
    {
        var window = grayscale.Window ?? (options.StretchesWithoutWindow ? Stretched(grayscale) : Levels());
        return new(
            options.WindowCenter ?? window.Center, options.WindowWidth ?? window.Width, options.WindowFunction ?? window.Function);
    }

    // As many levels as the stored bits can count.
    private DicomVoiWindow Levels()
    {
        var levels = Math.Pow(2, _format.BitsStored);
        return new(levels / 2, levels);
    }

    private DicomVoiWindow Stretched(DicomGrayscale grayscale)
    {
        var (min, max) = _gray!.Range();
        var (first, last) = (Rescaled(min), Rescaled(max));
        return new((first + last) / 2, Math.Max(Math.Abs(last - first), double.Epsilon), DicomVoiFunction.LinearExact);

        double Rescaled(long value) => grayscale.ModalityTable?[value] ?? ((value * grayscale.Slope) + grayscale.Intercept);
    }
}
