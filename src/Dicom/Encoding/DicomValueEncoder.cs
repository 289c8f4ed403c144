using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace EventDicom.Dicom;

/// <summary>Text to the bytes of a value: the reverse of <see cref="DicomValueText"/>.</summary>
internal static class DicomValueEncoder
{
    /// <summary>Even bytes: text in its character set, numbers in decimal joined by backslashes to binary ones, tags as
    /// gggg,eeee.</summary>
    /// <exception cref="DicomValueException">The text is no value of this VR.</exception>
    public static byte[] Encode(string text, DicomVR vr, bool bigEndian, DicomEncoding encoding)
    {
        if (DicomNumberText.FormOf(vr) is { } numbers)
            return EncodeNumbers(text, numbers, bigEndian);
        if (vr == DicomVR.SQ)
            throw new DicomValueException("A sequence cannot be made of a text");

        // What is bytes to us is not for us to convert; but UN may well be text of the data set
        return Pad(vr.IsStringEncoded || vr == DicomVR.UN ? encoding.Encode(text, vr) : Encoding.Latin1.GetBytes(text), vr);
    }

    /// <summary>Adds the byte that makes a length even (PS3.5 section 6.2).</summary>
    public static byte[] Pad(byte[] value, DicomVR vr)
    {
        if (value.Length % 2 != 0)
        {
            Array.Resize(ref value, value.Length + 1);
            value[^1] = vr.PaddingByte;
        }

        return value;
    }

    private static byte[] EncodeNumbers(string text, DicomVR vr, bool bigEndian)
    {
        if (text.AsSpan().Trim(" \0").IsEmpty)
            return [];

        var parts = text.Split('\\');
        var size = vr == DicomVR.AT ? 4 : vr.UnitSize;
        var bytes = new byte[parts.Length * size];
        for (var i = 0; i < parts.Length; i++)
        {
            if (!TryWrite(parts[i].AsSpan().Trim(" \0"), vr, bigEndian, bytes.AsSpan(i * size, size)))
                throw new DicomValueException($"\"{parts[i]}\" is no value of VR {vr}");
        }

        return bytes;
    }

    private static bool TryWrite(ReadOnlySpan<char> text, DicomVR vr, bool bigEndian, Span<byte> unit)
    {
        if (vr == DicomVR.AT)
        {
            if (!DicomTag.TryParseHex(text, out var tag))
                return false;

            Write(unit, tag.Group, bigEndian);
            Write(unit[2..], tag.Element, bigEndian);
            return true;
        }

        return vr.Code switch
        {
            "US" => TryInteger<ushort>(text, unit, bigEndian),
            "SS" => TryInteger<short>(text, unit, bigEndian),
            "UL" => TryInteger<uint>(text, unit, bigEndian),
            "SL" => TryInteger<int>(text, unit, bigEndian),
            "UV" => TryInteger<ulong>(text, unit, bigEndian),
            "SV" => TryInteger<long>(text, unit, bigEndian),
            "FL" => TryReal(text, out var real) && Put(unit, BitConverter.SingleToUInt32Bits((float)real), bigEndian),
            _ => TryReal(text, out var real) && Put(unit, BitConverter.DoubleToUInt64Bits(real), bigEndian),
        };
    }

    private static bool TryInteger<T>(ReadOnlySpan<char> text, Span<byte> unit, bool bigEndian)
        where T : struct, IBinaryInteger<T> =>
        T.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && Put(unit, number, bigEndian);

    private static bool TryReal(ReadOnlySpan<char> text, out double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);

    private static bool Put<T>(Span<byte> unit, T number, bool bigEndian)
        where T : struct, IBinaryInteger<T>
    {
        if (bigEndian)
            number.WriteBigEndian(unit);
        else
            number.WriteLittleEndian(unit);
        return true;
    }

    private static void Write(Span<byte> destination, ushort number, bool bigEndian)
    {
        if (bigEndian)
            BinaryPrimitives.WriteUInt16BigEndian(destination, number);
        else
            BinaryPrimitives.WriteUInt16LittleEndian(destination, number);
    }
}
