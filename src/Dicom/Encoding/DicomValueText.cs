using System.Buffers;
using System.Text;

namespace EventDicom.Dicom;

/// <summary>Values as Orthanc prints them.</summary>
internal static class DicomValueText
{
    /// <summary>The value as text, or null if it is bytes. <paramref name="encoding"/> is that of all text, whatever its VR.</summary>
    public static string? Format(ReadOnlySpan<byte> value, DicomVR vr, bool bigEndian, DicomEncoding encoding)
    {
        if (value.IsEmpty)
            return "";

        if (vr.IsString)
            return encoding.Decode(TrimPadding(value), vr);

        if (vr.IsNumber)
        {
            var text = new ArrayBufferWriter<byte>(64);
            DicomNumberText.Write(text, value, vr, bigEndian, int.MaxValue);
            return Encoding.ASCII.GetString(text.WrittenSpan);
        }

        return vr == DicomVR.UN && TryReadPlainText(value, out var plain) ? Encoding.ASCII.GetString(plain) : null;
    }

    /// <summary>Without the spaces at the end, then up to the first NUL, as Orthanc reads text. Leading spaces count.</summary>
    public static ReadOnlySpan<byte> TrimPadding(ReadOnlySpan<byte> value)
    {
        var text = value.TrimEnd((byte)' ');
        var end = text.IndexOf((byte)0);
        return end < 0 ? text : text[..end];
    }

    /// <summary>Whether bytes of unknown meaning look like text: some printable ASCII, and nothing else but padding behind it.</summary>
    public static bool TryReadPlainText(ReadOnlySpan<byte> value, out ReadOnlySpan<byte> text)
    {
        text = value.TrimEnd(" \0"u8);
        return !text.IsEmpty && !text.ContainsAnyExceptInRange((byte)0x20, (byte)0x7E);
    }
}
