using EventDicom.Dicom;

namespace EventDicom.Dimse.Messages;

public sealed partial record CommandSet
{
    /// <summary>C-ECHO (PS3.7 section 9.3.5).</summary>
    public static CommandSet EchoRequest(ushort messageId) => Make(CommandField.CEchoRequest, DicomUID.Verification, messageId);

    /// <summary>C-STORE (PS3.7 section 9.3.1).</summary>
    /// <param name="originator">Who asked by C-MOVE for it to be sent, and with which message; <c>null</c> where nobody did.</param>
    public static CommandSet StoreRequest(
        ushort messageId, string sopClass, string sopInstance, DimsePriority priority = DimsePriority.Medium,
            (string Aet, ushort MessageId)? originator = null) =>
        Make(CommandField.CStoreRequest, sopClass, messageId, command =>
        {
            Put(command, DicomTag.Priority, (ushort)priority);
            command.AddOrUpdate(DicomTag.AffectedSOPInstanceUID, DicomVR.UI, sopInstance);
            if (originator is not { } mover) return;
            command.AddOrUpdate(DicomTag.MoveOriginatorApplicationEntityTitle, DicomVR.AE, mover.Aet);
            Put(command, DicomTag.MoveOriginatorMessageID, mover.MessageId);
        });

    /// <summary>C-FIND (PS3.7 section 9.3.2).</summary>
    public static CommandSet FindRequest(ushort messageId, string sopClass, DimsePriority priority = DimsePriority.Medium) =>
        Make(CommandField.CFindRequest, sopClass, messageId, command => Put(command, DicomTag.Priority, (ushort)priority));

    /// <summary>C-GET (PS3.7 section 9.3.3).</summary>
    public static CommandSet GetRequest(ushort messageId, string sopClass, DimsePriority priority = DimsePriority.Medium) =>
        Make(CommandField.CGetRequest, sopClass, messageId, command => Put(command, DicomTag.Priority, (ushort)priority));

    /// <summary>C-MOVE (PS3.7 section 9.3.4).</summary>
    /// <param name="destination">The title of whom to send to.</param>
    public static CommandSet MoveRequest(
        ushort messageId, string sopClass, string destination, DimsePriority priority = DimsePriority.Medium) =>
        Make(CommandField.CMoveRequest, sopClass, messageId, command =>
        {
            Put(command, DicomTag.Priority, (ushort)priority);
            command.AddOrUpdate(DicomTag.MoveDestination, DicomVR.AE, destination);
        });

    /// <summary>C-CANCEL of a C-FIND, C-GET or C-MOVE that is under way (PS3.7 section 9.3.2.3).</summary>
    public static CommandSet CancelRequest(ushort messageIdBeingCancelled)
    {
        var command = Begin(CommandField.CCancelRequest);
        Put(command, DicomTag.MessageIDBeingRespondedTo, messageIdBeingCancelled);
        return new(command.Build());
    }

    /// <summary>N-ACTION (PS3.7 section 10.3.5).</summary>
    public static CommandSet ActionRequest(ushort messageId, string sopClass, string sopInstance, ushort actionType)
    {
        var command = Begin(CommandField.NActionRequest);
        command.AddOrUpdate(DicomTag.RequestedSOPClassUID, DicomVR.UI, sopClass);
        command.AddOrUpdate(DicomTag.RequestedSOPInstanceUID, DicomVR.UI, sopInstance);
        Put(command, DicomTag.MessageID, messageId);
        Put(command, DicomTag.ActionTypeID, actionType);
        return new(command.Build());
    }

    /// <summary>N-EVENT-REPORT (PS3.7 section 10.3.1).</summary>
    public static CommandSet EventReportRequest(ushort messageId, string sopClass, string sopInstance, ushort eventType) =>
        Make(CommandField.NEventReportRequest, sopClass, messageId, command =>
        {
            command.AddOrUpdate(DicomTag.AffectedSOPInstanceUID, DicomVR.UI, sopInstance);
            Put(command, DicomTag.EventTypeID, eventType);
        });

    /// <summary>What is answered to a request: class, instance and number are those of the request.</summary>
    /// <param name="comment">At most 64 characters of ASCII (PS3.7 annex C).</param>
    /// <param name="suboperations">Of C-GET and C-MOVE.</param>
    public static CommandSet ResponseTo(CommandSet request, DimseStatus status, string? comment = null, Suboperations? suboperations = null)
    {
        ArgumentNullException.ThrowIfNull(request);
        var command = Begin((CommandField)((ushort)request.Field | 0x8000));
        if (request.SopClass.Length > 0) command.AddOrUpdate(DicomTag.AffectedSOPClassUID, DicomVR.UI, request.SopClass);
        if (request.SopInstance.Length > 0) command.AddOrUpdate(DicomTag.AffectedSOPInstanceUID, DicomVR.UI, request.SopInstance);
        Put(command, DicomTag.MessageIDBeingRespondedTo, request.MessageId);
        Put(command, DicomTag.Status, (ushort)status);
        if (comment is not null) command.AddOrUpdate(
            DicomTag.ErrorComment, DicomVR.LO, comment.Length > LongestComment ? comment[..LongestComment] : comment);
        if (request.EventType is { } @event) Put(command, DicomTag.EventTypeID, @event);
        if (request.ActionType is { } action) Put(command, DicomTag.ActionTypeID, action);
        if (suboperations is { } counts)
        {
            if (counts.Remaining is { } remaining) Put(command, DicomTag.NumberOfRemainingSuboperations, remaining);
            Put(command, DicomTag.NumberOfCompletedSuboperations, counts.Completed);
            Put(command, DicomTag.NumberOfFailedSuboperations, counts.Failed);
            Put(command, DicomTag.NumberOfWarningSuboperations, counts.Warnings);
        }
        return new(command.Build());
    }

    private const int LongestComment = 64;

    private static CommandSet Make(CommandField field, string sopClass, ushort messageId, Action<DicomDatasetBuilder>? more = null)
    {
        var command = Begin(field);
        command.AddOrUpdate(DicomTag.AffectedSOPClassUID, DicomVR.UI, sopClass);
        Put(command, DicomTag.MessageID, messageId);
        more?.Invoke(command);
        return new(command.Build());
    }

    private static DicomDatasetBuilder Begin(CommandField field)
    {
        var builder = new DicomDatasetBuilder(DicomTransferSyntax.ImplicitVRLittleEndian, encoding: DicomEncoding.Ascii);
        Put(builder, DicomTag.CommandField, (ushort)field);
        return builder;
    }
}

/// <summary>What has become of the instances of a C-GET or C-MOVE so far.</summary>
/// <param name="Remaining">Told as long as there may be some.</param>
public readonly record struct Suboperations(ushort? Remaining, ushort Completed, ushort Failed, ushort Warnings);
