using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;

namespace EventDicom.Dicom;

/// <summary>Binary numbers in decimal, as Orthanc prints them: floating point with up to 17 digits, tags as gggg,eeee.</summary>
internal static class DicomNumberText
{
    private const int LongestNumber = 32;

    /// <summary>The VR by which the numbers of a value are read, where it is a list of numbers; null where it is not. OF, OD, OL and OV
    /// hold numbers of their size.</summary>
    public static DicomVR? FormOf(DicomVR vr) =>
        vr.IsNumber ? vr
        : vr == DicomVR.OF ? DicomVR.FL
        : vr == DicomVR.OD ? DicomVR.FD
        : vr == DicomVR.OL ? DicomVR.UL
        : vr == DicomVR.OV ? DicomVR.UV
        : null;

    /// <summary>
    /// Writes all numbers of a value joined by backslashes, in ASCII; of several tags the first one only, as Orthanc does. Stops early,
    /// after the number that exceeds <paramref name="limit"/> bytes. Bytes at the end that make no whole number are ignored.
    /// </summary>
    /// <param name="vr">One for which <see cref="DicomVR.IsNumber"/> holds.</param>
    public static void Write(ArrayBufferWriter<byte> text, ReadOnlySpan<byte> value, DicomVR vr, bool bigEndian, int limit)
    {
        var size = vr.UnitSize;
        if (vr == DicomVR.AT)
        {
            size = 4;
            value = value[..Math.Min(size, value.Length)];
        }

        var start = text.WrittenCount;
        for (; value.Length >= size && text.WrittenCount - start <= limit; value = value[size..])
        {
            var destination = text.GetSpan(LongestNumber + 1);
            var separator = text.WrittenCount > start ? 1 : 0;
            destination[0] = (byte)'\\';
            text.Advance(separator + Format(value[..size], vr, bigEndian, destination[separator..]));
        }
    }

    private static int Format(ReadOnlySpan<byte> unit, DicomVR vr, bool bigEndian, Span<byte> text)
    {
        if (vr == DicomVR.AT)
        {
            UInt16(unit, bigEndian).TryFormat(text, out _, "x4", CultureInfo.InvariantCulture);
            text[4] = (byte)',';
            UInt16(unit[2..], bigEndian).TryFormat(text[5..], out _, "x4", CultureInfo.InvariantCulture);
            return 9;
        }

        return unit.Length switch
        {
            2 => Integer(vr == DicomVR.SS ? (short)UInt16(unit, bigEndian) : UInt16(unit, bigEndian), text),
            4 when vr == DicomVR.FL => Real(BitConverter.UInt32BitsToSingle(UInt32(unit, bigEndian)), text),
            4 => Integer(vr == DicomVR.SL ? (int)UInt32(unit, bigEndian) : UInt32(unit, bigEndian), text),
            _ when vr == DicomVR.FD => Real(BitConverter.UInt64BitsToDouble(UInt64(unit, bigEndian)), text),
            _ when vr == DicomVR.UV => Unsigned(UInt64(unit, bigEndian), text),
            _ => Integer((long)UInt64(unit, bigEndian), text),
        };
    }

    private static int Integer(long number, Span<byte> text)
    {
        number.TryFormat(text, out var length, default, CultureInfo.InvariantCulture);
        return length;
    }

    private static int Unsigned(ulong number, Span<byte> text)
    {
        number.TryFormat(text, out var length, default, CultureInfo.InvariantCulture);
        return length;
    }

    private static int Real(double number, Span<byte> text)
    {
        if (!double.IsFinite(number))
        {
            var name = double.IsNaN(number) ? "nan"u8 : number > 0 ? "inf"u8 : "-inf"u8;
            name.CopyTo(text);
            return name.Length;
        }

        number.TryFormat(text, out var length, "g17", CultureInfo.InvariantCulture);
        return length;
    }

    private static ushort UInt16(ReadOnlySpan<byte> bytes, bool bigEndian) =>
        bigEndian ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    private static uint UInt32(ReadOnlySpan<byte> bytes, bool bigEndian) =>
        bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    private static ulong UInt64(ReadOnlySpan<byte> bytes, bool bigEndian) =>
        bigEndian ? BinaryPrimitives.ReadUInt64BigEndian(bytes) : BinaryPrimitives.ReadUInt64LittleEndian(bytes);
}
