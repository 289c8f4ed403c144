namespace EventDicom.Api;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Passed over {Entry} of a ZIP archive: {Reason}")]
    public static partial void PassedOver(ILogger logger, string entry, string? reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Warning}")]
    public static partial void ConfigurationWarning(ILogger logger, string warning);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The option {Option} means nothing here")]
    public static partial void OptionIgnored(ILogger logger, string option);

    [LoggerMessage(Level = LogLevel.Critical, Message = "{Reason}")]
    public static partial void CannotStart(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Rebuilding the views: {Done} of {Total} events")]
    public static partial void Rebuilding(ILogger logger, long done, long total);

    [LoggerMessage(Level = LogLevel.Error, Message = "An archive was sent, or broken off, and cannot be listed among the jobs")]
    public static partial void CannotListArchive(ILogger logger, Exception failure);
}
