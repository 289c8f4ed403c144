namespace EventDicom.Dicom;

/// <summary>The smallest value becomes black, the largest white, rounded to the nearest level; where all are equal, all are
/// black.</summary>
internal readonly struct StretchMapping(long min, long max, bool inverted) : IGrayMapping
{
    // Multiplied before divided, so that what is exactly half way between two levels is rounded up.
    private readonly double _range = Math.Max(1, max - min);
    private readonly int _flip = inverted ? 255 : 0;

    public byte Map(double value) => (byte)(_flip ^ (int)(((value - min) * 255 / _range) + 0.5));
}

/// <summary>Orthanc's window: a straight line through the rescaled values, cut off and not rounded.</summary>
/// <param name="darkest">The rescaled value that becomes black.</param>
/// <param name="width">From there to white; above 0.</param>
internal readonly struct LinearMapping(double slope, double intercept, double darkest, double width, bool inverted) : IGrayMapping
{
    private readonly int _flip = inverted ? 255 : 0;

    public byte Map(double value) => (byte)(_flip ^ (int)Math.Clamp(((value * slope) + intercept - darkest) * 255 / width, 0, 255));
}

/// <summary>The standard's way from stored values to display (PS3.4 annex N.2): modality table or rescaling, then table or window of the
/// values of interest.</summary>
internal readonly struct StandardMapping(LookupTable? modality, double slope, double intercept, LookupTable? interest,
    DicomVoiWindow? window, bool inverted) : IGrayMapping
{
    private readonly int _flip = inverted ? 255 : 0;

    public byte Map(double value)
    {
        var rescaled = modality is null ? (value * slope) + intercept : modality[(long)value];
        var level = interest is not null
            ? interest[(long)Math.Clamp(Math.Round(rescaled), int.MinValue, int.MaxValue)] / (double)((1 << interest.Bits) - 1)
            : window!.Apply(rescaled);
        return (byte)(_flip ^ (int)((Math.Clamp(level, 0, 1) * 255) + 0.5));
    }
}
