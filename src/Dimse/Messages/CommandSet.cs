using System.Buffers.Binary;
using System.Globalization;
using EventDicom.Dicom;

namespace EventDicom.Dimse.Messages;

/// <summary>The command set of a message (PS3.7 section 6.3.1): a data set of group 0000, always in implicit VR little endian.</summary>
public sealed partial record CommandSet
{
    // What CommandDataSetType says where no data set follows; anything else says that one does (PS3.7 annex E.1).
    private const ushort NoDataSet = 0x0101, WithDataSet = 0x0001;

    private static readonly DicomReadOptions s_reading = new()
    {
        DefaultEncoding = DicomEncoding.Ascii, MaxDepth = 0, MaxElements = 256, MaxMemory = 1 << 20,
    };

    private readonly DicomDataset _elements;

    private CommandSet(DicomDataset elements) => _elements = elements;

    public DicomDataset Elements => _elements;

    public CommandField Field => (CommandField)(UInt16(DicomTag.CommandField) ?? 0);

    public ushort MessageId => UInt16(DicomTag.MessageID) ?? 0;

    public ushort MessageIdBeingRespondedTo => UInt16(DicomTag.MessageIDBeingRespondedTo) ?? 0;

    /// <summary>The SOP class that the message is about, whichever of the two elements says so; empty where none does.</summary>
    public string SopClass =>
        Text(DicomTag.AffectedSOPClassUID) is { Length: > 0 } affected ? affected : Text(DicomTag.RequestedSOPClassUID);

    public string SopInstance =>
        Text(DicomTag.AffectedSOPInstanceUID) is { Length: > 0 } affected ? affected : Text(DicomTag.RequestedSOPInstanceUID);

    /// <summary>Of a response.</summary>
    public DimseStatus Status => (DimseStatus)(UInt16(DicomTag.Status) ?? 0);

    public string ErrorComment => Text(DicomTag.ErrorComment);

    public bool HasDataSet => UInt16(DicomTag.CommandDataSetType) is not (null or NoDataSet);

    public bool IsResponse => ((ushort)Field & 0x8000) != 0;

    /// <summary>Of C-MOVE: the title of whom to send to.</summary>
    public string MoveDestination => Text(DicomTag.MoveDestination);

    /// <summary>Of a C-STORE that a C-MOVE brought about: who asked for that; empty otherwise.</summary>
    public string MoveOriginatorAet => Text(DicomTag.MoveOriginatorApplicationEntityTitle);

    public ushort? MoveOriginatorMessageId => UInt16(DicomTag.MoveOriginatorMessageID);

    /// <summary>Of N-ACTION.</summary>
    public ushort? ActionType => UInt16(DicomTag.ActionTypeID);

    /// <summary>Of N-EVENT-REPORT.</summary>
    public ushort? EventType => UInt16(DicomTag.EventTypeID);

    /// <summary>Of a response to C-MOVE or C-GET; what it does not tell is <c>null</c>.</summary>
    public ushort? Remaining => UInt16(DicomTag.NumberOfRemainingSuboperations);

    /// <inheritdoc cref="Remaining"/>
    public ushort? Completed => UInt16(DicomTag.NumberOfCompletedSuboperations);

    /// <inheritdoc cref="Remaining"/>
    public ushort? Failed => UInt16(DicomTag.NumberOfFailedSuboperations);

    /// <inheritdoc cref="Remaining"/>
    public ushort? Warnings => UInt16(DicomTag.NumberOfWarningSuboperations);

    /// <summary>Reads what came. The bytes stay a part of it.</summary>
    /// <exception cref="DicomFileException">They are no command.</exception>
    public static CommandSet Read(ReadOnlyMemory<byte> bytes)
    {
        var elements = DicomDataset.Read(bytes, DicomTransferSyntax.ImplicitVRLittleEndian, s_reading);
        var command = new CommandSet(elements);
        if (command.Field == 0) throw new DicomFileException(DicomFileError.Malformed, "It has no CommandField");
        return command;
    }

    /// <summary>The bytes to send.</summary>
    public ReadOnlyMemory<byte> ToBytes(bool withDataSet)
    {
        var builder = new DicomDatasetBuilder(_elements);
        builder.AddOrUpdate(DicomTag.CommandGroupLength, DicomVR.UL, "0");
        Put(builder, DicomTag.CommandDataSetType, withDataSet ? WithDataSet : NoDataSet);
        using var stream = new MemoryStream();
        builder.Build().Write(stream, DicomTransferSyntax.ImplicitVRLittleEndian);
        return stream.GetBuffer().AsMemory(0, (int)stream.Length);
    }

    /// <summary>For a log: what is asked or answered, without any data of patients.</summary>
    public override string ToString() =>
        IsResponse ? $"{Field} to {MessageIdBeingRespondedTo}: {(ushort)Status:X4}H" : $"{Field} {MessageId}";

    private ushort? UInt16(DicomTag tag) =>
        _elements.Find(tag) is DicomElement { Length: 2 } element ? BinaryPrimitives.ReadUInt16LittleEndian(element.GetBytes().Span) : null;

    private string Text(DicomTag tag) => _elements.TryGetString(tag, out var text) ? Pdus.Printable.Of(text) : "";

    private static void Put(DicomDatasetBuilder builder, DicomTag tag, ushort number) =>
        builder.AddOrUpdate(tag, DicomVR.US, number.ToString(CultureInfo.InvariantCulture));
}
