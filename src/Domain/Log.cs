using EventDicom.Domain.Jobs.Running;
using Microsoft.Extensions.Logging;

namespace EventDicom.Domain;

internal static partial class Log
{
    // The exception itself only where nobody foresaw it: while a database is away, a trace for each upload tells nothing.
    [LoggerMessage(Level = LogLevel.Error, Message = "Cannot store instance {Instance}: {Reason}")]
    public static partial void CannotStore(ILogger logger, OrthancId instance, string reason, Exception? unforeseen);

    [LoggerMessage(Level = LogLevel.Error, Message = "Cannot declare resources stable, trying again: {Reason}")]
    public static partial void CannotStabilize(ILogger logger, string reason, Exception? unforeseen);

    [LoggerMessage(Level = LogLevel.Error, Message = "Cannot remove files that are not needed any more; trying again")]
    public static partial void CannotTidyBlobs(ILogger logger, Exception failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Cannot remove {File} now; trying again: {Reason}")]
    public static partial void CannotRemove(ILogger logger, string file, string reason);

    [LoggerMessage(Level = LogLevel.Warning,
        Message =
        "Set aside {Count} files of the blob folder that no event names, under orphans/{Date}; they are removed after {Days} days")]
    public static partial void SetOrphansAside(ILogger logger, int count, string date, int days);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "Removed {Count} files that no event names from the folder orphans: they had been set aside more than {Days} days ago")]
    public static partial void DroppedOrphans(ILogger logger, int count, int days);

    [LoggerMessage(Level = LogLevel.Warning,
        Message =
        "Of the files in the blob folder {Named} are named by this database and {Unnamed} are not. Is it the right database? None is "
        + "touched")]
    public static partial void ImplausibleOrphans(ILogger logger, int named, int unnamed);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Name} in the blob folder is not the server's own and is passed over")]
    public static partial void ForeignFile(ILogger logger, string name);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Damage}")]
    public static partial void DamagedFile(ILogger logger, string damage);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "The damaged file of instance {Instance} was stored again from an upload of the same bytes")]
    public static partial void RestoredFile(ILogger logger, OrthancId instance);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A step of job {Job} failed and is put off")]
    public static partial void StepPostponed(ILogger logger, string job, Exception failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Job} stands still ({State}); what it waits for is sent again")]
    public static partial void JobStalled(ILogger logger, string job, Jobs.JobState state);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Whether jobs stand still cannot be seen now")]
    public static partial void CannotWatchJobs(ILogger logger, Exception failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "Job {Job} fails, and what it did cannot be undone")]
    public static partial void CannotUndo(ILogger logger, string job, Exception failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Cannot make a new instance of {Instance} for job {Job}")]
    public static partial void CannotRewrite(ILogger logger, OrthancId instance, string job, Exception failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Job} keeps {Count} of its sources: nothing came of them")]
    public static partial void KeptSources(ILogger logger, string job, int count);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "Instance {Instance} is stored as it came, and not converted to {TransferSyntax}: {Reason}")]
    public static partial void NotTranscoded(ILogger logger, OrthancId instance, string transferSyntax, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Passed over {Entry} of a ZIP archive: {Reason}")]
    public static partial void PassedOver(ILogger logger, string entry, string reason);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "The file {File} of instance {Instance} cannot be read and is passed over: {Reason}")]
    public static partial void UnreadableFile(ILogger logger, string file, string instance, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Recycled patient {Patient} to make room for an instance of patient {For}")]
    public static partial void Recycled(ILogger logger, string patient, OrthancId @for);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "Recycled {Count} patients, because the archive holds more than MaximumStorageSize or MaximumPatientCount allow")]
    public static partial void RecycledAtStart(ILogger logger, int count);

    [LoggerMessage(Level = LogLevel.Error, Message = "Cannot recycle patients now, though the archive holds more than it may")]
    public static partial void CannotRecycle(ILogger logger, Exception failure);

    [LoggerMessage(Level = LogLevel.Information,
        Message = "Filling main DICOM tags that came after resources were stored: {Done} of {Total}")]
    public static partial void Filling(ILogger logger, long done, long total);

    [LoggerMessage(Level = LogLevel.Information, Message = "Main DICOM tags that came after {Count} resources were stored are filled")]
    public static partial void Filled(ILogger logger, long count);

    [LoggerMessage(Level = LogLevel.Warning,
        Message =
        "Of {Count} resources no file could be read: their main DICOM tags stay as they are, and each search looks for their files")]
    public static partial void FilledInPart(ILogger logger, long count);

    [LoggerMessage(Level = LogLevel.Error, Message = "Cannot fill main DICOM tags now; trying again")]
    public static partial void CannotFill(ILogger logger, Exception failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "The folder of the worklists, {Folder}, cannot be read: {Reason}")]
    public static partial void NoWorklistFolder(ILogger logger, string folder, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Folder} holds more than {Count} worklists; the others are passed over")]
    public static partial void TooManyWorklists(ILogger logger, string folder, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{File} is passed over as a worklist: {Reason}")]
    public static partial void NoWorklist(ILogger logger, string file, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Worklist {Worklist} is deleted: {Why}")]
    public static partial void WorklistDeleted(ILogger logger, string worklist, Worklists.WorklistEnd why);

    [LoggerMessage(Level = LogLevel.Error, Message = "Cannot look for worklists that are to go, trying again: {Reason}")]
    public static partial void CannotCleanWorklists(ILogger logger, string reason, Exception? unforeseen);
}
