namespace EventDicom.Dicom;

/// <summary>How a frame is to be shown, beyond what its data set says.</summary>
public sealed record DicomRenderOptions
{
    private const long MostPixels = 1 << 28;

    public static readonly DicomRenderOptions Default = new();

    /// <summary>Replaces the center of the data set's window, in rescaled values.</summary>
    public double? WindowCenter { get; init; }

    /// <summary>Replaces the width of the data set's window, in rescaled values.</summary>
    public double? WindowWidth { get; init; }

    /// <summary>Replaces how the data set's window maps values.</summary>
    public DicomVoiFunction? WindowFunction { get; init; }

    /// <summary>
    /// Where there is no window, show the values from the smallest to the largest; else as many as the stored bits can count.
    /// </summary>
    public bool StretchesWithoutWindow { get; init; }

    /// <summary>Pixels; the picture is scaled to fit into this width and <see cref="MaxHeight"/>. 0 for any.</summary>
    public int MaxWidth { get; init; }

    public int MaxHeight { get; init; }

    /// <summary>Average neighbours before gray is shrunk; else pixels are left out, as Orthanc does unless it is asked for more.</summary>
    public bool Smooth { get; init; }

    /// <summary>
    /// Follow the standard (PS3.4 annex N.2): modality and VOI tables, the window's function, rounding. Else as Orthanc does: the rescaling
    /// and one straight line.
    /// </summary>
    public bool FollowStandard { get; init; }

    /// <summary>The size in pixels that a frame is scaled to: as large as fits, in its own proportions.</summary>
    /// <exception cref="DicomImageException">The picture would be too large.</exception>
    public (int Width, int Height) SizeOf(int width, int height)
    {
        if (this is { MaxWidth: 0, MaxHeight: 0 })
            return (width, height);

        var byWidth = MaxWidth == 0 ? double.MaxValue : (double)MaxWidth / width;
        var byHeight = MaxHeight == 0 ? double.MaxValue : (double)MaxHeight / height;
        var ratio = Math.Min(byWidth, byHeight);
        var (scaledWidth, scaledHeight) = (Math.Max(1, Math.Floor((ratio * width) + 0.5)), Math.Max(1, Math.Floor((ratio * height) + 0.5)));
        return scaledWidth * scaledHeight <= MostPixels
            ? ((int)scaledWidth, (int)scaledHeight)
            : throw new DicomImageException(DicomImageError.TooLarge, $"A picture of {scaledWidth} x {scaledHeight} pixels is too large");
    }
}
