namespace EventDicom.Api.Configuration;

/// <summary>When a search may open stored files for tags that the index does not have.</summary>
public enum StorageAccessOnFind
{
    Always,

    /// <summary>For what is returned, not for what is searched.</summary>
    Answers,
    Never,
}
