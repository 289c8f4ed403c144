using Microsoft.Extensions.Logging;

namespace EventDicom.Domain;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Error, Message = "Cannot store instance {Instance}")]
    public static partial void CannotStore(ILogger logger, OrthancId instance, Exception failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "Cannot declare resources stable; trying again")]
    public static partial void CannotStabilize(ILogger logger, Exception failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "Cannot remove files that are not needed any more; trying again")]
    public static partial void CannotTidyBlobs(ILogger logger, Exception failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Removed {Count} files that a crash had left without an event")]
    public static partial void SweptOrphans(ILogger logger, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A step of job {Job} failed and is put off")]
    public static partial void StepPostponed(ILogger logger, string job, Exception failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Job} stands still ({State}); what it waits for is sent again")]
    public static partial void JobStalled(ILogger logger, string job, Jobs.JobState state);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Whether jobs stand still cannot be seen now")]
    public static partial void CannotWatchJobs(ILogger logger, Exception failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "Job {Job} fails, and what it did cannot be taken back")]
    public static partial void CannotTakeBack(ILogger logger, string job, Exception failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Cannot make a new instance of {Instance} for job {Job}")]
    public static partial void CannotRewrite(ILogger logger, OrthancId instance, string job, Exception failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Job} keeps {Count} of its sources: nothing came of them")]
    public static partial void KeptSources(ILogger logger, string job, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Instance {Instance} is stored as it came, and not converted to {TransferSyntax}: {Reason}")]
    public static partial void NotTranscoded(ILogger logger, OrthancId instance, string transferSyntax, string reason);
}
