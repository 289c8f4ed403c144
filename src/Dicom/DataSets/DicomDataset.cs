using System.Collections;
using System.Text;

namespace EventDicom.Dicom;

/// <summary>
/// Attributes sorted by tag, each tag once (PS3.5 section 7.1): where a file repeats a tag, the first one counts, as it does for Orthanc.
/// Immutable; safe for several threads.
/// </summary>
public sealed class DicomDataset : IReadOnlyList<DicomItem>
{
    // Longer text, and numbers that make one, are not held in memory
    private const int LongestText = 16 << 20;
    private const int LongestNumbers = 1 << 20;

    private readonly DicomDataset? _parent;
    private readonly DicomReadOptions _options;
    private DicomItem[] _items = [];
    private DicomEncoding? _encoding;

    internal DicomDataset(DicomTransferSyntax syntax, DicomReadOptions options, DicomDataset? parent)
    {
        Syntax = syntax;
        _options = options;
        _parent = parent;
    }

    /// <summary>A data set that a builder made: it knows its character set also where the data set around it will be another one.</summary>
    internal DicomDataset(DicomTransferSyntax syntax, DicomReadOptions options, DicomDataset? parent, DicomEncoding encoding,
        DicomItem[] sortedItems)
        : this(syntax, options, parent)
    {
        _encoding = encoding;
        _items = sortedItems;
    }

    /// <summary>How the bytes of this data set are written. Differs from the file's for sequences of VR UN (PS3.5 section 6.2.2) and where
    /// a file declares a wrong syntax.</summary>
    public DicomTransferSyntax Syntax { get; }

    /// <summary>The character set of the text: SpecificCharacterSet of this data set, else that of the data set around it, else the default
    /// of the reader.</summary>
    public DicomEncoding Encoding => _encoding ??= ResolveEncoding();

    /// <summary>With what it was read: the dictionary of its VRs, and the character set where it names none.</summary>
    internal DicomReadOptions Options => _options;

    internal DicomDataset? Parent => _parent;

    public int Count => _items.Length;

    public DicomItem this[int index] => _items[index];

    /// <summary>
    /// Reads a data set that is no file, such as one that came over the network (PS3.7 section 6.3, PS3.8): a command set, an identifier, a
    /// composite instance without file meta information. Takes the syntax at its word. Values are slices of the memory, which must not
    /// change as long as the data set is in use.
    /// </summary>
    /// <exception cref="DicomFileException">The bytes are no data set in this syntax.</exception>
    public static DicomDataset Read(ReadOnlyMemory<byte> bytes, DicomTransferSyntax syntax, DicomReadOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(syntax);
        return Part10Reader.ReadDataset(new MemorySource(bytes), syntax, options ?? DicomReadOptions.Default);
    }

    /// <summary>
    /// Writes the attributes alone, as they go over the network (PS3.7 section 6.3): without preamble and file meta information,
    /// and not deflated. A group length that is among the attributes says what is true.
    /// </summary>
    /// <exception cref="DicomFileException">The data set cannot be written in this syntax, or holds a value that was not read.</exception>
    public void Write(Stream stream, DicomTransferSyntax syntax)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(syntax);
        DicomWriter.Write(stream, this, syntax, DicomWriteOptions.Default);
    }

    /// <summary>The attribute, or null when it is absent.</summary>
    public DicomItem? Find(DicomTag tag)
    {
        var wanted = tag.Value;
        int low = 0, high = _items.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var value = _items[middle].Tag.Value;
            if (value == wanted)
                return _items[middle];

            if (value < wanted)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return null;
    }

    public bool Contains(DicomTag tag) => Find(tag) is not null;

    /// <inheritdoc cref="TryGetString(DicomElement, out string)"/>
    /// <remarks>Also false when the attribute is absent or a sequence.</remarks>
    public bool TryGetString(DicomTag tag, out string value)
    {
        if (Find(tag) is DicomElement element)
            return TryGetString(element, out value);

        value = "";
        return false;
    }

    /// <summary>
    /// The value as Orthanc shows it: text without padding, decoded from its character set; numbers in decimal, tags as gggg,eeee, several
    /// of them joined by a backslash. An empty value is "". False for bytes (OB, OW, UN unless the dictionary takes it for text or numbers,
    /// a private one for text in ASCII) that are not empty, for text of more than 16 MiB and for numbers of more than 1 MiB.
    /// </summary>
    public bool TryGetString(DicomElement element, out string value)
    {
        ArgumentNullException.ThrowIfNull(element);
        value = "";
        var (vr, bigEndian) = FormOf(element);
        if (element.IsSkipped || element.Length > (vr.IsString ? LongestText : LongestNumbers)
            || (!vr.IsString && DicomNumberText.FormOf(vr) is null))
            return !element.IsSkipped && element.Length == 0;

        var bytes = element.GetBytes().Span;
        if (IsUnreadable(element, vr, bytes))
            return false;

        value = DicomValueText.Format(bytes, vr, bigEndian, Encoding)!;
        return true;
    }

    /// <summary>
    /// Whether an attribute may hold data sets, or anything else, that nobody can look into: bytes of an attribute that is a sequence by
    /// the dictionary, of a standard one that the dictionary does not know, and of a private one that start as items do.
    /// </summary>
    public bool IsOpaque(DicomItem item)
    {
        if (item is not DicomElement { Length: > 0 } element || element.VR.IsString || element.VR.IsNumber)
            return false;

        var vr = _options.Dictionary.LookupVR(element.Tag, PrivateCreatorOf(element.Tag));
        if (vr != DicomVR.UN || element.VR != DicomVR.UN)
            return vr == DicomVR.SQ;

        Span<byte> start = stackalloc byte[4];
        return !element.Tag.IsPrivate || (element.Read(0, start) == start.Length
            && (start.SequenceEqual(ItemStart) || start.SequenceEqual(ItemStartBigEndian)));
    }

    /// <summary>Who reserved the block of this private element, without padding; null for standard elements, creators and unreserved
    /// blocks.</summary>
    public string? PrivateCreatorOf(DicomTag tag) =>
        tag.PrivateCreatorTag is { } creator && Find(creator) is DicomElement element
            ? DicomValueText.Format(element.GetStart(), DicomVR.LO, bigEndian: false, Encoding)
            : null;

    public Enumerator GetEnumerator() => new(_items);

    IEnumerator<DicomItem> IEnumerable<DicomItem>.GetEnumerator() => ((IEnumerable<DicomItem>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _items.GetEnumerator();

    /// <summary>Sets the attributes, once, when the reader has reached the end of the data set.</summary>
    internal void Fill(ReadOnlySpan<DicomItem> items, bool sorted)
    {
        _items = items.ToArray();
        if (!sorted)
            _items = [.. _items.OrderBy(item => item.Tag.Value).DistinctBy(item => item.Tag.Value)];
    }

    /// <summary>
    /// How the bytes of an element are to be read. What a file calls UN was once implicit little endian (PS3.5 section 6.2.2), and a choice
    /// of US or SS that no VR in the file has made is made by PixelRepresentation (PS3.5 annex A.1).
    /// </summary>
    internal (DicomVR VR, bool IsBigEndian) FormOf(DicomElement element)
    {
        var vr = element.VR;
        if (vr == DicomVR.UN)
            return (_options.Dictionary.LookupVR(element.Tag, PrivateCreatorOf(element.Tag)), false);

        if (vr == DicomVR.US && !Syntax.IsExplicitVR && HasSignedPixels() && _options.Dictionary.Find(element.Tag) is { } entry
            && entry.VRs.Contains(DicomVR.SS))
            vr = DicomVR.SS;
        return (vr, Syntax.IsBigEndian);
    }

    /// <summary>What a private element of VR UN holds is text by the word of a dictionary alone; then it must at least be ASCII, as for
    /// Orthanc.</summary>
    internal static bool IsUnreadable(DicomElement element, DicomVR vr, ReadOnlySpan<byte> bytes) =>
        element.VR == DicomVR.UN && element.Tag.IsPrivate && vr.IsString && !System.Text.Ascii.IsValid(bytes);

    private static ReadOnlySpan<byte> ItemStart => [0xFE, 0xFF, 0x00, 0xE0];

    private static ReadOnlySpan<byte> ItemStartBigEndian => [0xFF, 0xFE, 0xE0, 0x00];

    private bool HasSignedPixels() =>
        Find(DicomTag.PixelRepresentation) is DicomElement { Length: 2 } element
        ? element.GetBytes().Span is [1, 0] or [0, 1] : _parent?.HasSignedPixels() ?? false;

    private DicomEncoding ResolveEncoding()
    {
        if (Find(DicomTag.SpecificCharacterSet) is DicomElement element)
        {
            var term = System.Text.Encoding.ASCII.GetString(DicomValueText.TrimPadding(element.GetStart()));
            return DicomEncoding.FromSpecificCharacterSet(term, _options.DefaultEncoding);
        }

        return _parent?.Encoding ?? _options.DefaultEncoding;
    }

    /// <summary>Goes through the attributes in the order of their tags.</summary>
    public struct Enumerator
    {
        private readonly DicomItem[] _items;
        private int _index = -1;

        internal Enumerator(DicomItem[] items) => _items = items;

        public readonly DicomItem Current => _items[_index];

        public bool MoveNext() => ++_index < _items.Length;
    }
}
