namespace EventDicom.Api.Configuration;

/// <summary>What becomes of a stored instance when another file with its identifiers arrives, spelled as Orthanc spells it.</summary>
public enum OverwriteMode
{
    /// <summary>It stays. <c>false</c> before Orthanc 1.13.</summary>
    Never,

    /// <summary>It is replaced. <c>true</c> before Orthanc 1.13.</summary>
    Always,

    /// <summary>It stays if the new file is the same, else it is replaced.</summary>
    IfChanged,
}
