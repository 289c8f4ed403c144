using EventDicom.Dimse.Associations;
using EventDicom.Dimse.Messages;
using EventDicom.Domain;
using EventDicom.Domain.Blobs;
using EventDicom.Domain.Errors;
using EventDicom.Domain.Instances;
using Microsoft.Extensions.Logging;

namespace EventDicom.Dimse.Scp;

/// <summary>What became of an instance that a peer sent.</summary>
/// <param name="Comment">Why it was not stored.</param>
/// <param name="Instance">Its identifier, where it was.</param>
public readonly record struct ReceivedInstance(DimseStatus Status, string? Comment, OrthancId? Instance = null);

/// <summary>
/// Takes the data set of a C-STORE as it arrives behind file meta information of ours to the reception, whoever of the two has opened the
/// association.
/// </summary>
public sealed class ReceivedInstances(IBlobStore blobs, Reception reception, ILogger<ReceivedInstances> logger)
{
    /// <summary>Stores the instance; when this returns it is durable, or was not stored.</summary>
    /// <param name="sender">The title of whoever sends it.</param>
    /// <exception cref="AssociationEndedException">The association is over, and the data set was cut short.</exception>
    public async Task<ReceivedInstance> StoreAsync(Association association, ReceivedMessage message, string sender, Origin origin)
    {
        var stored = await TryAsync(association, message, sender, origin);
        if (stored.Status != DimseStatus.Success)
            Log.NotStored(
                logger, message.Command.SopInstance, (ushort)stored.Status, stored.Comment ?? "", sender, association.Id);
        return stored;
    }

    private async Task<ReceivedInstance> TryAsync(Association association, ReceivedMessage message, string sender, Origin origin)
    {
        var command = message.Command;
        if (message.DataSet is not { } dataSet) return new(DimseStatus.UnableToProcess, "There is no data set");
        if (command.SopClass.Length == 0 || command.SopInstance.Length == 0)
            return new(DimseStatus.UnableToProcess, "The command names no instance");

        var isOther = false;
        Refused? Compare(IncomingBlob blob, InstanceHeader header)
        {
            if (!StatedLengths.AreWithin(blob, header, message.Context.TransferSyntax))
                return new(OrthancError.BadFileFormat, "PixelData says that it is longer than it is");
            isOther = header.SopInstanceUid != command.SopInstance || header.SopClassUid?.Trim('\0', ' ') != command.SopClass;
            return isOther ? new(OrthancError.BadRequest, "The data set is of another SOP class or instance than the command") : null;
        }

        try
        {
            var head = FileHead.Of(command.SopClass, command.SopInstance, message.Context.TransferSyntax, sender);
            using var file = new PrefixedStream(head, dataSet);
            using var blob = await blobs.ReceiveAsync(file, CancellationToken.None);
            if (blob.Bytes.Size == head.Length) return new(DimseStatus.UnableToProcess, "The data set is empty");
            if (!(await reception.StoreAsync(blob, origin, header => Compare(blob, header))).IsRefused(out var refused, out var received))
                return new(DimseStatus.Success, null, received.Header.InstanceId);
            return new(
                isOther ? DimseStatus.DataSetDoesNotMatchSopClass : StatusOf(refused.Error),
                refused.Reason);
        }
        catch (Exception failure) when (failure is not AssociationEndedException)
        {
            // Another try may go well, or another archive be asked.
            var known = KnownFailure.Of(failure);
            if (known is null) Log.CannotStore(logger, command.SopInstance, sender, association.Id, failure);
            return new(DimseStatus.OutOfResources, known?.Details ?? "The instance cannot be stored now");
        }
    }

    private static DimseStatus StatusOf(OrthancError error) => error switch
    {
        OrthancError.FullStorage or OrthancError.NotEnoughMemory or OrthancError.DatabaseUnavailable or OrthancError.InternalError =>
            DimseStatus.OutOfResources,
        _ => DimseStatus.UnableToProcess,
    };
}
