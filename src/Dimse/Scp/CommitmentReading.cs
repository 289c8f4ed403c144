using EventDicom.Dicom;
using EventDicom.Dimse.Messages;
using EventDicom.Domain.Committing;
using EventDicom.Domain.Instances;
using EventDicom.Domain.Memory;

namespace EventDicom.Dimse.Scp;

/// <summary>Reads requests and reports of storage commitment, while there is memory for them.</summary>
public sealed class CommitmentReading(FileReading reading, MemoryLimiter memory)
{
    // An item has 130 bytes, and 200 where its UIDs are as long as they can be.
    private const int BytesOfItem = 256, ElementsOfItem = 8, DeepestSequence = 8;

    private const int Longest = ReferencedInstance.Most * BytesOfItem;

    // What elements take in memory, for each of their bytes on the wire.
    private const int Cost = 16;

    /// <returns>What makes no sense, with the status to say so (PS3.7 annex C), where something does not.</returns>
    internal async Task<(CommitmentInformation? Information, DimseStatus Status, string? Problem)> ReadAsync(ReceivedMessage message)
    {
        var command = message.Command;
        if (command.SopClass != CommitmentInformation.SopClass)
            return (null, DimseStatus.NoSuchSopClass, "The command is about another SOP class");
        if (command.SopInstance != CommitmentInformation.SopInstance)
            return (null, DimseStatus.NoSuchSopInstance, "The command is about another SOP instance");
        if (message.DataSet is not { } dataSet) return (null, DimseStatus.InvalidArgumentValue, "There is no data set");
        if (await Identifier.BytesAsync(dataSet, Longest) is not { } bytes)
            return (null, DimseStatus.ResourceLimitation, $"The data set has more than {Longest} bytes");

        try
        {
            var options = reading.Whole with
            {
                MaxElements = ReferencedInstance.Most * ElementsOfItem, MaxDepth = DeepestSequence, MaxMemory = (long)Longest * Cost,
            };
            return await memory.RunAsync(
                (long)bytes.Length * Cost,
                () => CommitmentInformation.Read(DicomDataset.Read(bytes, message.Context.TransferSyntax, options)),
                CancellationToken.None, MemoryLimiter.Patience);
        }
        catch (DicomFileException)
        {
            return (null, DimseStatus.InvalidArgumentValue, "The data set is none in the transfer syntax of its context");
        }
        catch (Exception full) when (full is MemoryBusyException or NotEnoughMemoryException)
        {
            return (null, DimseStatus.ResourceLimitation, "There is no memory for it now");
        }
    }
}
