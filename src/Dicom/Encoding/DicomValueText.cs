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
            return encoding.Decode(TrimPadding(value, vr), vr);

        if (DicomNumberText.FormOf(vr) is not { } numbers)
            return null;

        var text = new ArrayBufferWriter<byte>(64);
        DicomNumberText.Write(text, value, numbers, bigEndian, int.MaxValue);
        return Encoding.ASCII.GetString(text.WrittenSpan);
    }

    /// <summary>Without the spaces at the end, then up to the first NUL, as Orthanc reads text. Leading spaces count.</summary>
    public static ReadOnlySpan<byte> TrimPadding(ReadOnlySpan<byte> value)
    {
        var text = value.TrimEnd((byte)' ');
        var end = text.IndexOf((byte)0);
        return end < 0 ? text : text[..end];
    }

    /// <summary>The same; of a UID also without spaces in front of the NUL, which are no part of it either.</summary>
    public static ReadOnlySpan<byte> TrimPadding(ReadOnlySpan<byte> value, DicomVR vr) =>
        vr == DicomVR.UI ? TrimPadding(value).TrimEnd((byte)' ') : TrimPadding(value);
}
