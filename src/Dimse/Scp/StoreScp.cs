using EventDicom.Dicom;
using EventDicom.Dimse.Associations;
using EventDicom.Dimse.Messages;
using EventDicom.Domain;
using EventDicom.Domain.Blobs;
using EventDicom.Domain.Errors;
using EventDicom.Domain.Instances;
using Microsoft.Extensions.Logging;

namespace EventDicom.Dimse.Scp;

/// <summary>
/// C-STORE (PS3.4 annex B): the data set goes as it arrives behind file meta information of ours to the reception, and is answered when
/// it is durable.
/// </summary>
public sealed class StoreScp(IBlobStore blobs, Reception reception, ILogger<StoreScp> logger) : IScpService
{
    public CommandField Request => CommandField.CStoreRequest;

    public IReadOnlyList<string> SopClasses => [];

    public async Task AnswerAsync(ScpSession session, ReceivedMessage message)
    {
        var (status, comment) = await StoreAsync(session, message);
        if (status != DimseStatus.Success)
            Log.NotStored(
                logger, message.Command.SopInstance, (ushort)status, comment ?? "", session.Association.CallingAet, session.Association.Id);
        await session.RespondAsync(message, status, comment);
    }

    private async Task<(DimseStatus Status, string? Comment)> StoreAsync(ScpSession session, ReceivedMessage message)
    {
        var command = message.Command;
        if (message.DataSet is not { } dataSet) return (DimseStatus.UnableToProcess, "There is no data set");
        if (command.SopClass.Length == 0 || command.SopInstance.Length == 0)
            return (DimseStatus.UnableToProcess, "The command names no instance");

        var isOther = false;
        Refused? Compare(InstanceHeader header)
        {
            isOther = header.SopInstanceUid != command.SopInstance || header.SopClassUid?.Trim('\0', ' ') != command.SopClass;
            return isOther ? new(OrthancError.BadRequest, "The data set is of another SOP class or instance than the command") : null;
        }

        try
        {
            var head = FileHead.Of(command.SopClass, command.SopInstance, message.Context.TransferSyntax, session.Association.CallingAet);
            using var file = new PrefixedStream(head, dataSet);
            using var blob = await blobs.ReceiveAsync(file, CancellationToken.None);
            if (blob.Bytes.Size == head.Length) return (DimseStatus.UnableToProcess, "The data set is empty");
            if (!(await reception.StoreAsync(blob, session.Origin, Compare)).IsRefused(out var refused, out _))
                return (DimseStatus.Success, null);
            return (
                isOther ? DimseStatus.DataSetDoesNotMatchSopClass : StatusOf(refused.Error), refused.Details ?? refused.Error.ToString());
        }
        catch (Exception failure) when (failure is not AssociationEndedException)
        {
            // Another try may go well, or another archive be asked.
            var known = KnownFailure.Of(failure);
            if (known is null) Log.CannotStore(
                logger, command.SopInstance, session.Association.CallingAet, session.Association.Id, failure);
            return (DimseStatus.OutOfResources, known?.Details ?? "The instance cannot be stored now");
        }
    }

    private static DimseStatus StatusOf(OrthancError error) => error switch
    {
        OrthancError.FullStorage or OrthancError.NotEnoughMemory or OrthancError.DatabaseUnavailable or OrthancError.InternalError =>
            DimseStatus.OutOfResources,
        _ => DimseStatus.UnableToProcess,
    };
}
