using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace EventDicom.Dicom;

/// <summary>Values as Orthanc prints them.</summary>
internal static class DicomValueText
{
    /// <summary>
    /// The value as text, or null if it is bytes. <paramref name="encoding"/> is that of text in a SpecificCharacterSet; ASCII when null.
    /// </summary>
    public static string? Format(ReadOnlySpan<byte> value, DicomVR vr, bool bigEndian, DicomEncoding? encoding)
    {
        if (value.IsEmpty)
            return "";

        if (vr.IsString)
        {
            var text = TrimPadding(value);
            return encoding is null || System.Text.Ascii.IsValid(text) && !text.Contains((byte)0x1B)
                ? Encoding.Latin1.GetString(text)
                : encoding.Decode(text, vr);
        }

        if (vr.IsNumber)
            return FormatNumbers(value, vr, bigEndian);

        return vr == DicomVR.UN && IsPlainAscii(TrimPadding(value)) ? Encoding.ASCII.GetString(TrimPadding(value)) : null;
    }

    /// <summary>Without the spaces and NULs at the end. Leading spaces count.</summary>
    public static ReadOnlySpan<byte> TrimPadding(ReadOnlySpan<byte> value) => value.TrimEnd(" \0"u8);

    private static bool IsPlainAscii(ReadOnlySpan<byte> value) =>
        !value.ContainsAnyExceptInRange((byte)0x20, (byte)0x7E);

    private static string FormatNumbers(ReadOnlySpan<byte> value, DicomVR vr, bool bigEndian)
    {
        var size = vr == DicomVR.AT ? 4 : vr.UnitSize;
        var count = value.Length / size;
        if (count == 1)
            return FormatNumber(value[..size], vr, bigEndian);

        var text = new StringBuilder(count * 6);
        for (var i = 0; i < count; i++)
        {
            if (i > 0)
                text.Append('\\');

            text.Append(FormatNumber(value.Slice(i * size, size), vr, bigEndian));
        }

        return text.ToString();
    }

    private static string FormatNumber(ReadOnlySpan<byte> unit, DicomVR vr, bool bigEndian)
    {
        var invariant = CultureInfo.InvariantCulture;
        if (vr == DicomVR.AT)
            return new DicomTag(UInt16(unit, bigEndian), UInt16(unit[2..], bigEndian)).ToString();

        if (vr == DicomVR.US)
            return UInt16(unit, bigEndian).ToString(invariant);

        if (vr == DicomVR.SS)
            return ((short)UInt16(unit, bigEndian)).ToString(invariant);

        if (unit.Length == 4)
        {
            var bits = bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(unit) : BinaryPrimitives.ReadUInt32LittleEndian(unit);
            return vr == DicomVR.UL ? bits.ToString(invariant)
                : vr == DicomVR.SL ? ((int)bits).ToString(invariant)
                : BitConverter.UInt32BitsToSingle(bits).ToString(invariant);
        }

        var wide = bigEndian ? BinaryPrimitives.ReadUInt64BigEndian(unit) : BinaryPrimitives.ReadUInt64LittleEndian(unit);
        return vr == DicomVR.UV ? wide.ToString(invariant)
            : vr == DicomVR.SV ? ((long)wide).ToString(invariant)
            : BitConverter.UInt64BitsToDouble(wide).ToString(invariant);
    }

    private static ushort UInt16(ReadOnlySpan<byte> bytes, bool bigEndian) =>
        bigEndian ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes);
}
