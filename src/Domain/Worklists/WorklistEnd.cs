namespace EventDicom.Domain.Worklists;

/// <summary>Why a worklist goes. A part of events: members may be added, and none renamed.</summary>
public enum WorklistEnd
{
    /// <summary>Somebody asked for it.</summary>
    Requested,

    /// <summary>Its study is here, and stable.</summary>
    StudyStable,

    /// <summary>It is older than <c>DeleteWorklistsDelay</c>.</summary>
    Expired,
}
