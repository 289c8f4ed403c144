using System.Buffers;
using EventDicom.Dicom;
using EventDicom.Dimse.Messages;
using EventDicom.Domain.Instances;

namespace EventDicom.Dimse.Scp;

/// <summary>The data set of a query or retrieval (PS3.4 section C.4): small, and held in memory.</summary>
internal static class Identifier
{
    private const int LongestIdentifier = 1 << 20;
    private const int MostElements = 10_000, DeepestSequence = 16;

    /// <returns>Why it cannot be understood, where it cannot.</returns>
    public static async Task<(DicomDataset? DataSet, string? Problem)> ReadAsync(ReceivedMessage message, FileReading reading)
    {
        if (message.DataSet is not { } dataSet) return (null, "There is no identifier");
        if (await BytesAsync(dataSet, LongestIdentifier) is not { } bytes)
            return (null, $"The identifier has more than {LongestIdentifier} bytes");

        try
        {
            var options = reading.Whole with { MaxElements = MostElements, MaxDepth = DeepestSequence,
                MaxMemory = LongestIdentifier * 16L };
            return (DicomDataset.Read(bytes, message.Context.TransferSyntax, options), null);
        }
        catch (DicomFileException)
        {
            return (null, "The identifier is no data set in the transfer syntax of its context");
        }
    }

    /// <summary>The bytes of a data set that is to be held in memory.</summary>
    /// <returns><c>null</c> where it has more than are wanted.</returns>
    public static async Task<ReadOnlyMemory<byte>?> BytesAsync(Stream dataSet, int longest)
    {
        var bytes = new ArrayBufferWriter<byte>(1024);
        while (await dataSet.ReadAsync(bytes.GetMemory(1024)) is > 0 and var count)
        {
            bytes.Advance(count);
            if (bytes.WrittenCount > longest) return null;
        }
        return bytes.WrittenMemory;
    }

    /// <summary>Text of an attribute, without padding; empty where it is absent or no text.</summary>
    public static string Text(this DicomDataset identifier, DicomTag tag) =>
        identifier.TryGetString(tag, out var text) ? text.Trim(' ', '\0') : "";
}
