namespace EventDicom.Dicom;

/// <summary>Who we are, in files that we write and to peers that we speak to (PS3.7 annex D.3.3.2).</summary>
public static class DicomImplementation
{
    /// <summary>Fixed for ever.</summary>
    public const string ClassUID = "2.25.258561234672035306915280133630860561987";

    /// <summary>At most 16 characters.</summary>
    public const string VersionName = "EVENTDICOM_0_1";
}
