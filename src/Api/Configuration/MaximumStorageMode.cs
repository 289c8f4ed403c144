namespace EventDicom.Api.Configuration;

/// <summary>What happens to a new instance when the storage is full.</summary>
public enum MaximumStorageMode
{
    /// <summary>The oldest patients make room.</summary>
    Recycle,

    /// <summary>It is refused.</summary>
    Reject,
}
