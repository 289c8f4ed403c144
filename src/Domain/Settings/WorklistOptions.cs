namespace EventDicom.Domain.Settings;

/// <summary>Modality worklists, under the options of Orthanc's plugin: the section <c>Worklists</c> of the configuration.</summary>
public sealed record WorklistOptions
{
    /// <summary>Whether there are worklists at all.</summary>
    public bool Enable { get; init; }

    /// <summary>The folder of the files; <c>null</c> where there is none.</summary>
    public string? Directory { get; init; }

    /// <summary>Whether worklists are kept in the database rather than in a folder.</summary>
    public bool SaveInOrthancDatabase { get; init; }

    /// <summary>Whether who asks is shown what is planned for its own title alone.</summary>
    public bool FilterIssuerAet { get; init; }

    /// <summary>Answers of a query; 0 is no limit.</summary>
    public int LimitAnswers { get; init; }

    /// <summary>Whether a worklist that is created without StudyInstanceUID gets one.</summary>
    public bool SetStudyInstanceUidIfMissing { get; init; }

    /// <summary>Whether a worklist goes when its study is here, and stable.</summary>
    public bool DeleteWorklistsOnStableStudy { get; init; }

    /// <summary>Seconds between two looks for worklists that are to go.</summary>
    public int HousekeepingInterval { get; init; }

    /// <summary>Hours after which a worklist goes; 0 is never.</summary>
    public int DeleteWorklistsDelay { get; init; }

    /// <summary>Whether the log names each worklist that is answered.</summary>
    public bool LogMatchedWorklistIds { get; init; }
}
