namespace EventDicom.Api;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "{Warning}")]
    public static partial void ConfigurationWarning(ILogger logger, string warning);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The option {Option} means nothing here")]
    public static partial void OptionIgnored(ILogger logger, string option);

    [LoggerMessage(Level = LogLevel.Information, Message = "Rebuilding the views: {Done} of {Total} events")]
    public static partial void Rebuilding(ILogger logger, long done, long total);

    [LoggerMessage(Level = LogLevel.Information, Message = "Reading stored files again: of {Read} resources so far")]
    public static partial void ReadingAgain(ILogger logger, int read);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "{Count} jobs that had not ended came back without what they need to go on; they have failed")]
    public static partial void JobsLost(ILogger logger, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Missing} of the {Asked} files that were stored last are missing in {Folder}")]
    public static partial void FilesMissing(ILogger logger, int missing, int asked, string folder);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "The OHIF viewer is not served: {Folder} does not hold one for {Root}, as build/ohif.sh makes it")]
    public static partial void NoOhif(ILogger logger, string folder, string root);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "The OHIF viewer is not served: it needs DICOMweb, which DicomWeb.Enable takes away")]
    public static partial void NoDicomWebForOhif(ILogger logger);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Tag} {Name} is left out of the query: it does not belong to the level {Level}")]
    public static partial void KeyDropped(ILogger logger, string tag, string name, string level);

    [LoggerMessage(Level = LogLevel.Error, Message = "An archive was sent, or broken off, and cannot be listed among the jobs")]
    public static partial void CannotListArchive(ILogger logger, Exception failure);
}
