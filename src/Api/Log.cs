namespace EventDicom.Api;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Passed over {Entry} of a ZIP archive: {Reason}")]
    public static partial void PassedOver(ILogger logger, string entry, string? reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path} failed")]
    public static partial void RequestFailed(ILogger logger, string method, string? path, Exception failure);
}
