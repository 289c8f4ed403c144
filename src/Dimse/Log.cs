using System.Net;
using Microsoft.Extensions.Logging;

namespace EventDicom.Dimse;

/// <summary>What the log says of the DICOM network. Each line about an association names the peer and the association.</summary>
internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Information, Message = "The DICOM server {Aet} listens on {EndPoint}")]
    public static partial void Listening(ILogger logger, string aet, EndPoint endPoint);

    [LoggerMessage(Level = LogLevel.Error, Message = "Cannot take a DICOM connection; trying again")]
    public static partial void CannotAccept(ILogger logger, Exception failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A DICOM connection from {Address} was closed at once: there are too many")]
    public static partial void TooManyConnections(ILogger logger, IPAddress? address);

    [LoggerMessage(
        Level = LogLevel.Information, Message = "Association {Association} with {Caller} at {Address}, who calls {Called} (user: {User})")]
    public static partial void Opened(ILogger logger, string association, string caller, IPAddress? address, string called, string? user);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "Association {Association} with {Caller} at {Address}, who calls {Called}, was rejected: {Reason}")]
    public static partial void Rejected(
        ILogger logger, string association, string caller, IPAddress? address, string called, Pdus.RejectReason reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Association {Association} with {Caller} at {Address} was released")]
    public static partial void Released(ILogger logger, string association, string caller, IPAddress? address);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Association {Association} with {Caller} at {Address} ended ({End}): {Reason}")]
    public static partial void Ended(
        ILogger logger, string association, string caller, IPAddress? address, Associations.AssociationEnd end, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "No association with {Address} came about: {Reason}")]
    public static partial void NotOpened(ILogger logger, IPAddress? address, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Association {Association} with {Caller} at {Address} failed")]
    public static partial void Failed(ILogger logger, string association, string caller, IPAddress? address, Exception failure);

    [LoggerMessage(
        Level = LogLevel.Warning, Message = "{Request} of {Caller} at {Address} is not allowed: association {Association} is aborted")]
    public static partial void NotAllowed(
        ILogger logger, Messages.CommandField request, string caller, IPAddress? address, string association);

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Command} of {Caller} in association {Association}")]
    public static partial void Received(ILogger logger, Messages.CommandSet command, string caller, string association);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "Instance {Instance} was not stored: {Status:X4}H, {Reason} (from {Caller}, association {Association})")]
    public static partial void NotStored(ILogger logger, string instance, ushort status, string reason, string caller, string association);

    [LoggerMessage(Level = LogLevel.Error, Message = "Cannot store instance {Instance} from {Caller}, association {Association}")]
    public static partial void CannotStore(ILogger logger, string instance, string caller, string association, Exception failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Command} of {Caller} in association {Association} was not understood: {Reason}")]
    public static partial void NotUnderstood(ILogger logger, Messages.CommandSet command, string reason, string caller, string association);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Command} of {Caller} in association {Association} failed")]
    public static partial void CannotAnswer(
        ILogger logger, Messages.CommandSet command, string caller, string association, Exception failure);

    [LoggerMessage(
        Level = LogLevel.Warning, Message = "Instance {Instance} was not sent to {Receiver}: {Reason} (association {Association})")]
    public static partial void NotSent(ILogger logger, string instance, string receiver, string reason, string association);

    [LoggerMessage(Level = LogLevel.Information, Message = "Worklist {Worklist} is answered to {Caller}, association {Association}")]
    public static partial void WorklistAnswered(ILogger logger, string worklist, string caller, string association);
}
