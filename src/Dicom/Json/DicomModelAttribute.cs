using System.Buffers.Binary;
using System.Globalization;

namespace EventDicom.Dicom;

/// <summary>
/// An attribute as the DICOM JSON model (PS3.18 annex F) and the native DICOM model (PS3.19 annex A) show it, before either is written.
/// </summary>
internal readonly struct DicomModelAttribute
{
    // A multiple of three, so that each piece but the last is whole in Base64, and of eight, so that it holds whole numbers
    private const int PieceLength = 3 * 8 * 1024;

    // Longer text is shown by its address where there is one.
    private const int LongestText = 1 << 20;

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

    /// <summary>The value is shown by the address where it can be had.</summary>
    public bool IsElsewhere { get; private init; }

    /// <summary>There is no value: only the VR is shown.</summary>
    public bool IsEmpty => Item is DicomElement { Length: 0 } or DicomSequence { Items.Count: 0 };

    /// <summary>Null for what the models leave out: group lengths, group 2, and values that are not there and have no address.</summary>
    public static DicomModelAttribute? Of(DicomDataset dataset, DicomItem item, DicomModelOptions options)
    {
        if (item.Tag.Group == 0x0002 || item.Tag.IsGroupLength)
            return null;
        if (item is DicomSequence)
            return new(dataset, item, DicomVR.SQ);

        var hasAddress = options.BulkDataAddress is not null;
        if (item is DicomFragmentSequence)
            return hasAddress ? new(dataset, item, item.VR.IsString ? DicomVR.OB : item.VR) { IsElsewhere = true } : null;
        if (item is not DicomElement element || (element.IsSkipped && !hasAddress))
            return null;

        var (vr, bigEndian) = dataset.FormOf(element);
        if (vr == DicomVR.SQ || (element.VR == DicomVR.UN && vr.IsString && !dataset.TryGetString(element, out _)))
            vr = DicomVR.UN;

        if (hasAddress)
        {
            var isElsewhere = element.Length > 0 && IsShownElsewhere(element, vr, options.Other);
            return new(dataset, item, vr, ToNumbers(vr, options.Other), bigEndian) { IsElsewhere = isElsewhere };
        }

        var numbers = item.Tag == DicomTag.PixelData ? null : vr == DicomVR.OW ? DicomVR.US : DicomNumberText.FormOf(vr);
        return new(dataset, item, vr, numbers, bigEndian);
    }

    /// <summary>
    /// The values of a text, without the blanks that mean nothing; null for an empty one. A DS that is no number is left out.
    /// </summary>
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

    /// <summary>A tag of a value of VR AT: eight digits.</summary>
    /// <param name="bytes">Little endian, at least 4.</param>
    public static string TagText(ReadOnlySpan<byte> bytes)
    {
        var (group, element) = (BinaryPrimitives.ReadUInt16LittleEndian(bytes), BinaryPrimitives.ReadUInt16LittleEndian(bytes[2..]));
        return string.Create(CultureInfo.InvariantCulture, $"{group:X4}{element:X4}");
    }

    /// <summary>
    /// Goes through the bytes of the value, numbers in little endian, a piece at a time, so that a value of any size takes little memory.
    /// </summary>
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

    private static bool IsShownElsewhere(DicomElement element, DicomVR vr, DicomModelBytes other) =>
        element.IsSkipped || element.Tag is { Group: 0x7FE0, Element: 0x0008 or 0x0009 or 0x0010 } || vr == DicomVR.UN
        || (vr.IsString ? element.Length > LongestText : !vr.IsNumber && other == DicomModelBytes.Address);

    private static DicomVR? ToNumbers(DicomVR vr, DicomModelBytes other) =>
        vr.IsNumber ? vr
        : other != DicomModelBytes.Numbers ? null
        : vr == DicomVR.OB ? vr
        : vr == DicomVR.OW ? DicomVR.US
        : DicomNumberText.FormOf(vr);

    private static void Turn(Span<byte> bytes, int unit)
    {
        for (var start = 0; unit > 1 && start + unit <= bytes.Length; start += unit)
            bytes.Slice(start, unit).Reverse();
    }
}
