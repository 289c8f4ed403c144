using System.Buffers;
using System.Text;

namespace EventDicom.Dicom;

/// <summary>Finds out what an element shows: text, in UTF-8, or why there is none.</summary>
internal sealed class DicomJsonValue
{
    /// <summary>Bytes of UTF-8 up to which text is shown.</summary>
    public const int MaxLength = 256;

    /// <summary>What stays null even where the length is to be ignored: a JSON string must fit into memory several times.</summary>
    private const int MaxUnlimitedLength = 16 << 20;

    // Padding and escape sequences may make text shorter than its bytes, but not by that much.
    private const int MaxBytes = 64 << 10;

    private readonly ArrayBufferWriter<byte> scratch = new(MaxLength + 64);

    public enum Kind
    {
        Text,
        Bytes,
        TooLong,
    }

    /// <summary>The text of an element, valid until the next call.</summary>
    public Kind Read(DicomDataset dataset, DicomElement element, bool ignoreLength, out ReadOnlySpan<byte> text)
    {
        text = default;
        var (vr, bigEndian) = dataset.FormOf(element);
        var numbers = DicomNumberText.FormOf(vr);
        // An empty list of numbers is none, but for the VRs that are bytes as well: Orthanc tells them apart.
        if (element.IsSkipped || (!vr.IsString && (numbers is null || (vr.IsNumber && element.Length == 0))))
            return Kind.Bytes;

        if (element.Length > (ignoreLength ? MaxUnlimitedLength : MaxBytes))
            return Kind.TooLong;

        var bytes = element.GetBytes().Span;
        if (DicomDataset.IsUnreadable(element, vr, bytes))
            return Kind.Bytes;

        text = numbers is null ? Text(DicomValueText.TrimPadding(bytes, vr), vr, dataset.Encoding)
            : Numbers(bytes, numbers, bigEndian, ignoreLength);

        return text.Length > MaxLength && !ignoreLength ? Kind.TooLong : Kind.Text;
    }

    private ReadOnlySpan<byte> Numbers(ReadOnlySpan<byte> bytes, DicomVR vr, bool bigEndian, bool ignoreLength)
    {
        scratch.ResetWrittenCount();
        DicomNumberText.Write(scratch, bytes, vr, bigEndian, ignoreLength ? int.MaxValue : MaxLength);
        return scratch.WrittenSpan;
    }

    private ReadOnlySpan<byte> Text(ReadOnlySpan<byte> bytes, DicomVR vr, DicomEncoding encoding)
    {
        if (encoding.IsPlain(bytes))
            return bytes;

        scratch.ResetWrittenCount();
        Encoding.UTF8.GetBytes(encoding.Decode(bytes, vr), scratch);
        return scratch.WrittenSpan;
    }
}
