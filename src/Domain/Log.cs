using Microsoft.Extensions.Logging;

namespace EventDicom.Domain;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Error, Message = "Cannot store instance {Instance}")]
    public static partial void CannotStore(ILogger logger, OrthancId instance, Exception failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "Cannot declare resources stable; trying again")]
    public static partial void CannotStabilize(ILogger logger, Exception failure);
}
