namespace EventDicom.Dicom;

/// <summary>How a window maps values (PS3.3 section C.11.2.1.3).</summary>
public enum DicomVoiFunction
{
    Linear,
    LinearExact,
    Sigmoid,
}

/// <summary>A window on the values that are of interest (PS3.3 section C.11.2.1.2).</summary>
/// <param name="Center">In the units of the rescaled values.</param>
/// <param name="Width">Likewise; at least 1 for Linear, above 0 for the others.</param>
public sealed record DicomVoiWindow(double Center, double Width, DicomVoiFunction Function = DicomVoiFunction.Linear)
{
    /// <summary>The level of a rescaled value, from 0 for the darkest to 1 for the brightest.</summary>
    public double Apply(double value) => Function switch
    {
        // A width that the standard forbids becomes a step, never a division by zero.
        DicomVoiFunction.Linear when Width > 1 => Math.Clamp(((value - (Center - 0.5)) / (Width - 1)) + 0.5, 0, 1),
        DicomVoiFunction.Linear => value > Center - 0.5 ? 1 : 0,
        _ when !(Width > 0) => value > Center ? 1 : 0,
        DicomVoiFunction.LinearExact => Math.Clamp(((value - Center) / Width) + 0.5, 0, 1),
        _ => 1 / (1 + Math.Exp(-4 * (value - Center) / Width)),
    };
}
