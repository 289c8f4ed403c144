namespace EventDicom.Domain.Settings;

/// <summary>When a search may open stored files for tags that the index does not have.</summary>
public enum StorageAccessOnFind
{
    Always,

    /// <summary>The same as <see cref="Always"/>, as in Orthanc since 1.12.5.</summary>
    Answers,

    /// <summary>What only files have is not found, and not returned.</summary>
    Never,
}
