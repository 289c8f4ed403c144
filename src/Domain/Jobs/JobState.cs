namespace EventDicom.Domain.Jobs;

/// <summary>Where a job stands, spelled as Orthanc spells it.</summary>
public enum JobState
{
    /// <summary>Waits for its turn.</summary>
    Pending,

    /// <summary>Occupies one of the places (<c>ConcurrentJobs</c>).</summary>
    Running,
    Success,
    Failure,
    Paused,

    /// <summary>A step could not be done for a passing reason, and waits to be tried again.</summary>
    Retry,
}
