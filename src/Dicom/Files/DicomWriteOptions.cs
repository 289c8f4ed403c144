namespace EventDicom.Dicom;

/// <summary>How sequences are written (PS3.5 section 7.5).</summary>
public sealed record DicomWriteOptions
{
    public static readonly DicomWriteOptions Default = new();

    /// <summary>Sequences and items state their lengths, as Orthanc writes them; else they end with delimiters. Too long ones always end
    /// with delimiters.</summary>
    public bool ExplicitLengthSequences { get; init; } = true;
}
