using System.Buffers.Binary;
using System.Text;

namespace EventDicom.Dicom.Tests.Files;

/// <summary>Single elements as bytes, for files that no writer should ever make.</summary>
internal static class SyntheticElements
{
    public const uint Undefined = 0xFFFFFFFF;

    public static byte[] ItemEnd => Delimiter(0xE00D, 0);

    public static byte[] SequenceEnd => Delimiter(0xE0DD, 0);

    public static byte[] Explicit(DicomTag tag, string vr, string value) => Explicit(tag, vr, Encoding.Latin1.GetBytes(value));

    public static byte[] Explicit(DicomTag tag, string vr, byte[] value, uint? declaredLength = null)
    {
        var isLong = vr is "OB" or "OW" or "SQ" or "UN" or "UT";
        var header = new byte[isLong ? 12 : 8];
        BinaryPrimitives.WriteUInt16LittleEndian(header, tag.Group);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(2), tag.Element);
        Encoding.ASCII.GetBytes(vr, header.AsSpan(4));
        var length = declaredLength ?? (uint)value.Length;
        if (isLong)
            BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(8), length);
        else
            BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(6), (ushort)length);

        return [.. header, .. value];
    }

    public static byte[] Implicit(DicomTag tag, byte[] value, uint? declaredLength = null)
    {
        var header = new byte[8];
        BinaryPrimitives.WriteUInt16LittleEndian(header, tag.Group);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(2), tag.Element);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(4), declaredLength ?? (uint)value.Length);
        return [.. header, .. value];
    }

    public static byte[] Item(byte[] value, uint? declaredLength = null) =>
        [.. Delimiter(0xE000, declaredLength ?? (uint)value.Length), .. value];

    private static byte[] Delimiter(ushort element, uint length) => Implicit(new DicomTag(0xFFFE, element), [], length);
}
