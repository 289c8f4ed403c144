using System.Buffers.Binary;
using EventDicom.Dicom;
using EventDicom.Domain.Blobs;
using EventDicom.Domain.Instances;

namespace EventDicom.Dimse.Scp;

/// <summary>Whether the pixels of a file are all there: the header of a file is read without them.</summary>
internal static class StatedLengths
{
    private const int LongestHeader = 12, VRAt = 4;

    private static ReadOnlySpan<byte> LongVRs => "OBOWOFODOLOVUNUT"u8;

    /// <summary>
    /// False where PixelData says that it is longer than what follows (PS3.5 section 7.1). Of pixels in fragments nothing is said.
    /// </summary>
    public static bool AreWithin(IncomingBlob file, InstanceHeader header, DicomTransferSyntax syntax)
    {
        if (header.PixelDataOffset is not { } offset) return true;
        Span<byte> element = stackalloc byte[LongestHeader];
        using (var stream = file.OpenFile())
        {
            stream.Position = offset;
            if (stream.ReadAtLeast(element, element.Length, throwOnEndOfStream: false) < 8) return false;
        }
        var (lengthAt, isShort) = !syntax.IsExplicitVR ? (VRAt, false) : IsLong(element.Slice(VRAt, 2)) ? (VRAt + 4, false)
            : (VRAt + 2, true);
        var length = isShort
            ? syntax.IsBigEndian ? BinaryPrimitives.ReadUInt16BigEndian(element[lengthAt..])
                : BinaryPrimitives.ReadUInt16LittleEndian(element[lengthAt..])
            : syntax.IsBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(element[lengthAt..])
                : BinaryPrimitives.ReadUInt32LittleEndian(element[lengthAt..]);
        return length == uint.MaxValue || offset + lengthAt + (isShort ? 2 : 4) + length <= file.Bytes.Size;
    }

    private static bool IsLong(ReadOnlySpan<byte> vr)
    {
        for (var i = 0; i < LongVRs.Length; i += 2)
            if (LongVRs.Slice(i, 2).SequenceEqual(vr)) return true;
        return false;
    }
}
