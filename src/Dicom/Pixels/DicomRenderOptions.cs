namespace EventDicom.Dicom;

/// <summary>How a frame is to be shown, beyond what its data set says.</summary>
public sealed record DicomRenderOptions
{
    public static readonly DicomRenderOptions Default = new();

    /// <summary>Replaces the center of the data set's window, in rescaled values.</summary>
    public double? WindowCenter { get; init; }

    /// <summary>Replaces the width of the data set's window, in rescaled values.</summary>
    public double? WindowWidth { get; init; }

    /// <summary>Pixels; the picture is scaled to fit into this width and <see cref="MaxHeight"/>. 0 for any.</summary>
    public int MaxWidth { get; init; }

    public int MaxHeight { get; init; }

    /// <summary>Average neighbours before gray is shrunk; else pixels are left out, as Orthanc does unless it is asked for more.</summary>
    public bool Smooth { get; init; }

    /// <summary>
    /// Follow the standard (PS3.4 annex N.2): modality and VOI tables, the window's function, rounding. Else as Orthanc does: the rescaling and one straight line.
    /// </summary>
    public bool FollowStandard { get; init; }
}
