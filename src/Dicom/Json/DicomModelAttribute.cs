using System.Globalization;

namespace EventDicom.Dicom;

/// <summary>An attribute as the DICOM JSON model (PS3.18 annex F) and the native DICOM model (PS3.19 annex A) show it, before either is
/// written.</summary>
internal readonly struct DicomModelAttribute
{
    // A multiple of three, so that each piece but the last is whole in Base64, and of eight, so that it holds whole numbers
    private const int PieceLength = 3 * 8 * 1024;

    private readonly DicomDataset _dataset;
    private readonly bool _bigEndian;

    private DicomModelAttribute(DicomDataset dataset, DicomItem item, DicomVR vr, DicomVR? numbers = null, bool bigEndian = false) =>
        (_dataset, Item, VR, Numbers, _bigEndian) = (dataset, item, vr, numbers, bigEndian);

    /// <summary>Takes a piece of a value.</summary>
    /// <param name="isLast">Nothing follows; the piece may be empty then.</param>
    public delegate void Take(ReadOnlySpan<byte> piece, bool isLast);

    public DicomItem Item { get; }

    public DicomVR VR { get; }

    /// <summary>The VR by which the bytes are read where they are a list of numbers; null for all else.</summary>
    public DicomVR? Numbers { get; }

    /// <summary>There is no value: only the VR is shown.</summary>
    public bool IsEmpty => Item is DicomElement { Length: 0 } or DicomSequence { Items.Count: 0 };

    /// <summary>Null for what the models leave out: group lengths, group 2, pixels in fragments, and values that were not read.</summary>
    public static DicomModelAttribute? Of(DicomDataset dataset, DicomItem item)
    {
        if (item.Tag.Group == 0x0002 || item.Tag.IsGroupLength)
            return null;
        if (item is DicomSequence)
            return new(dataset, item, DicomVR.SQ);
        if (item is not DicomElement { IsSkipped: false } element)
            return null;

        var (vr, bigEndian) = dataset.FormOf(element);
        if (vr == DicomVR.SQ || (element.VR == DicomVR.UN && vr.IsString && !dataset.TryGetString(element, out _)))
            vr = DicomVR.UN;

        var numbers = item.Tag == DicomTag.PixelData ? null : vr == DicomVR.OW ? DicomVR.US : DicomNumberText.FormOf(vr);
        return new(dataset, item, vr, numbers, bigEndian);
    }

    /// <summary>The values of a text, without the blanks that mean nothing; null for an empty one. A DS that is no number is left
    /// out.</summary>
    /// <exception cref="DicomFileException">The text is longer than 16 MiB.</exception>
    public List<string?> Texts()
    {
        var element = (DicomElement)Item;
        if (!_dataset.TryGetString(element, out var text))
            throw new DicomFileException(DicomFileError.TooLarge,
                $"The text of {Item.Tag} has {element.Length} bytes, too many to hold in memory");

        var values = new List<string?>();
        foreach (var value in VR.IsMultiValued ? text.Split('\\') : [text])
        {
            var trimmed = VR.IsStringEncoded ? value.TrimEnd(' ') : value.Trim(' ');
            if (VR == DicomVR.DS)
                trimmed = trimmed.Replace(',', '.');
            if (VR != DicomVR.DS || trimmed.Length == 0
                || double.TryParse(trimmed, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
                values.Add(trimmed.Length == 0 ? null : trimmed);
        }

        return values;
    }

    /// <summary>Goes through the bytes of the value, numbers in little endian, a piece at a time, so that a value of any size takes little
    /// memory.</summary>
    public void ReadBytes(Take take)
    {
        var element = (DicomElement)Item;
        var piece = new byte[(int)Math.Min(element.Length, PieceLength)];
        var position = 0L;
        do
        {
            var bytes = piece.AsSpan(0, element.Read(position, piece));
            if (_bigEndian)
                Turn(bytes, VR == DicomVR.AT ? 2 : VR.UnitSize);
            position += bytes.Length;
            take(bytes, isLast: position >= element.Length || bytes.IsEmpty);
            if (bytes.IsEmpty)
                return;
        }
        while (position < element.Length);
    }

    private static void Turn(Span<byte> bytes, int unit)
    {
        for (var start = 0; unit > 1 && start + unit <= bytes.Length; start += unit)
            bytes.Slice(start, unit).Reverse();
    }
}
