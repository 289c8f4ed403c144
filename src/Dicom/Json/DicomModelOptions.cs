namespace EventDicom.Dicom;

/// <summary>What the models of a data set (PS3.18 annex F, PS3.19 annex A) show of bytes.</summary>
public sealed record DicomModelOptions
{
    /// <summary>All bytes stand in the model; pixels in fragments are left out.</summary>
    public static readonly DicomModelOptions Inline = new();

    /// <summary>
    /// The address below which the bytes can be had; null where they stand in the model. What is shown is this address, a slash and the
    /// place: <c>7fe00010</c>, or <c>60031010/1/60031011</c> within the first item of a sequence. Pixels, values of VR UN and texts of
    /// more than 1 MiB are always shown so, the others as <see cref="Other"/> says.
    /// </summary>
    public string? BulkDataAddress { get; init; }

    /// <summary>How OB, OW, OF, OD, OL and OV are shown where there is an address.</summary>
    public DicomModelBytes Other { get; init; }
}

/// <summary>How a model shows bytes.</summary>
public enum DicomModelBytes
{
    /// <summary>By the address where they are.</summary>
    Address,

    /// <summary>In Base64.</summary>
    Base64,

    /// <summary>As numbers of their size, OB as bytes.</summary>
    Numbers,
}
