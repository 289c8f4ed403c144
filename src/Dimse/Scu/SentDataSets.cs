using System.Buffers.Binary;
using EventDicom.Dicom;
using EventDicom.Domain.Instances;
using EventDicom.Domain.Memory;
using EventDicom.Domain.Sending;
using EventDicom.Domain.Streams;
using EventDicom.Domain.Transcoding;

namespace EventDicom.Dimse.Scu;

/// <summary>
/// The data sets of files, as they go over the network: what the file has behind its file meta information, byte by byte, or brought to
/// another transfer syntax.
/// </summary>
public sealed class SentDataSets(FileReading reading, FileTranscoder transcoder, SpoolFolder spools)
{
    private const int PreambleLength = 128;

    // Prefix, the first element, which is the length of the others (PS3.10 section 7.1), and the head of the first element behind them.
    private const int FirstElement = PreambleLength + 4, BehindFirst = FirstElement + 12, HeadLength = 8;

    /// <summary>Opens the data set, to be read to its end.</summary>
    /// <param name="syntax">Which it is to be in.</param>
    /// <returns>The stream, and the SOPInstanceUID of what is in it: one that lost something on the way has another.</returns>
    /// <exception cref="DicomFileException">The file cannot be read.</exception>
    /// <exception cref="DicomPixelDataException">It cannot be brought to that syntax.</exception>
    /// <exception cref="DicomCodecException">It cannot be brought to that syntax.</exception>
    /// <exception cref="NotEnoughMemoryException">The machine cannot hold what it takes.</exception>
    public async Task<(Stream DataSet, string SopInstanceUid)> OpenAsync(
        InstanceToSend instance, DicomTransferSyntax syntax, CancellationToken ct)
    {
        var stream = instance.Open();
        try
        {
            if (syntax.UID == instance.TransferSyntaxUid && SeekDataSet(stream, syntax)) return (stream, instance.SopInstanceUid);
            var file = DicomFile.Open(stream, reading.Whole with { MaxMemory = DataSetMemory.Unshared });
            var written = syntax.Equals(file.TransferSyntax)
                ? ((Stream)Write(file), instance.SopInstanceUid)
                : await transcoder.TranscodeAsync(
                    file, syntax, result => ((Stream)Write(result), InstanceOf(result.Dataset) ?? instance.SopInstanceUid), ct,
                    DicomUIDGenerator.Derive($"{instance.SopInstanceUid}|{syntax.UID}"));
            await stream.DisposeAsync();
            return written;
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    private static string? InstanceOf(DicomDataset dataset) =>
        dataset.TryGetString(DicomTag.SOPInstanceUID, out var uid) ? uid.TrimEnd('\0', ' ') : null;

    private SpooledStream Write(DicomFile file)
    {
        var spool = spools.Fill(spooled => file.Save(spooled));
        if (SeekDataSet(spool, file.TransferSyntax)) return spool;
        spool.Dispose();
        throw new InvalidOperationException("A file that was just written has no head");
    }

    /// <summary>Goes to where the data set begins.</summary>
    /// <returns>False where the file does not say where that is, or the data set does not begin as one in its transfer syntax
    /// does.</returns>
    internal static bool SeekDataSet(Stream file, DicomTransferSyntax syntax)
    {
        Span<byte> head = stackalloc byte[BehindFirst];
        file.Position = 0;
        if (file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) < head.Length
            || !head[PreambleLength..FirstElement].SequenceEqual("DICM"u8)
            || !head[FirstElement..^4].SequenceEqual("\u0002\0\0\0UL\u0004\0"u8)) return false;

        var begin = BehindFirst + (long)BinaryPrimitives.ReadUInt32LittleEndian(head[^4..]);
        if (begin + HeadLength > file.Length) return false;
        file.Position = begin;
        Span<byte> first = stackalloc byte[HeadLength];
        file.ReadExactly(first);
        file.Position = begin;
        return syntax.IsDeflated || BeginsIn(syntax, first);
    }

    // Some files are in another syntax than they say, and what is left of group 0002 is no part of the data set.
    private static bool BeginsIn(DicomTransferSyntax syntax, ReadOnlySpan<byte> first)
    {
        var group = syntax.IsBigEndian ? BinaryPrimitives.ReadUInt16BigEndian(first) : BinaryPrimitives.ReadUInt16LittleEndian(first);
        return group is > 2 and <= 0xFF && DicomVR.TryParse(first[4], first[5]) is not null == syntax.IsExplicitVR;
    }
}
