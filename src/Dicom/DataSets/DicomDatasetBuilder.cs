using System.Runtime.InteropServices;

namespace EventDicom.Dicom;

/// <summary>
/// A data set while it is put together or changed. What is not touched is shared with the data set that it started from, whose bytes it
/// leaves as they are. For one thread at a time.
/// </summary>
public sealed class DicomDatasetBuilder
{
    private const int LongestShortValue = 0xFFFE;

    private readonly DicomReadOptions _options;
    private readonly DicomDataset? _parent;
    private readonly List<DicomItem> _items = [];

    /// <summary>Starts with nothing.</summary>
    /// <param name="syntax">How values that are added are laid out; what <see cref="DicomFile.Save"/> writes is another matter.</param>
    public DicomDatasetBuilder(DicomTransferSyntax? syntax = null, DicomReadOptions? options = null, DicomEncoding? encoding = null)
    {
        Syntax = syntax ?? DicomTransferSyntax.ExplicitVRLittleEndian;
        _options = options ?? DicomReadOptions.Default;
        Encoding = encoding ?? _options.DefaultEncoding;
    }

    /// <summary>Starts with all attributes of a data set.</summary>
    public DicomDatasetBuilder(DicomDataset source)
    {
        ArgumentNullException.ThrowIfNull(source);
        Syntax = source.Syntax;
        _options = source.Options;
        _parent = source.Parent;
        Encoding = source.Encoding;
        foreach (var item in source)
            _items.Add(item);
    }

    public DicomTransferSyntax Syntax { get; }

    /// <summary>The character set of the text in here, changed by <see cref="ChangeEncoding"/> only. An item of a sequence starts with that
    /// of the data set around it.</summary>
    public DicomEncoding Encoding { get; private set; }

    /// <summary>The attributes in the order of their tags; valid until the next change.</summary>
    public IReadOnlyList<DicomItem> Items => _items;

    public DicomItem? Find(DicomTag tag) => IndexOf(tag) is >= 0 and var index ? _items[index] : null;

    public bool Contains(DicomTag tag) => IndexOf(tag) >= 0;

    /// <summary>Who reserved the block of a private element, without padding; null for standard elements, creators and unreserved
    /// blocks.</summary>
    public string? PrivateCreatorOf(DicomTag tag) =>
        tag.PrivateCreatorTag is { } creator && Find(creator) is DicomElement element
            ? DicomValueText.Format(element.GetStart(), DicomVR.LO, bigEndian: false, Encoding)
            : null;

    /// <summary>What VR a value gets that is set here: that of the attribute which is there already, else the dictionary's.</summary>
    public DicomVR VROf(DicomTag tag)
    {
        if (Find(tag) is { } there && there.VR != DicomVR.UN)
            return there.VR;

        return _options.Dictionary.LookupVR(tag, PrivateCreatorOf(tag));
    }

    public bool Remove(DicomTag tag)
    {
        var index = IndexOf(tag);
        if (index < 0)
            return false;

        _items.RemoveAt(index);
        return true;
    }

    public void RemoveAll(Predicate<DicomItem> unwanted) => _items.RemoveAll(unwanted);

    /// <summary>Puts an attribute in its place, instead of one with the same tag. Its text must be in <see cref="Encoding"/>, its numbers
    /// in the byte order of <see cref="Syntax"/>.</summary>
    public DicomDatasetBuilder AddOrUpdate(DicomItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        var index = IndexOf(item.Tag);
        if (index >= 0)
            _items[index] = item;
        else
            _items.Insert(~index, item);
        return this;
    }

    /// <summary>Sets a value from its text, with the VR that <see cref="VROf"/> tells.</summary>
    /// <inheritdoc cref="AddOrUpdate(DicomTag, DicomVR, string)"/>
    public DicomDatasetBuilder AddOrUpdate(DicomTag tag, string text) => AddOrUpdate(tag, VROf(tag), text);

    /// <summary>Sets a value from its text: several values joined by backslashes, binary numbers in decimal, tags as gggg,eeee; made even
    /// by padding.</summary>
    /// <exception cref="DicomValueException">The text is no value of this VR, or longer than its length field can tell (65,534 bytes for
    /// VRs of the short form, PS3.5 section 7.1.2).</exception>
    public DicomDatasetBuilder AddOrUpdate(DicomTag tag, DicomVR vr, string text)
    {
        ArgumentNullException.ThrowIfNull(vr);
        ArgumentNullException.ThrowIfNull(text);
        var value = DicomValueEncoder.Encode(text, vr, Syntax.IsBigEndian, Encoding);
        if (value.Length > LongestShortValue && !vr.Has32BitLength)
            throw new DicomValueException($"The value of {tag} has {value.Length} bytes, and {LongestShortValue} are the most for VR {vr}");

        return AddOrUpdate(DicomElement.InMemory(tag, vr, offset: 0, value));
    }

    /// <summary>Sets a value from bytes, which are in the byte order of <see cref="Syntax"/>; made even by padding.</summary>
    public DicomDatasetBuilder AddOrUpdate(DicomTag tag, DicomVR vr, ReadOnlyMemory<byte> value)
    {
        ArgumentNullException.ThrowIfNull(vr);
        return AddOrUpdate(DicomElement.InMemory(tag, vr, offset: 0,
            value.Length % 2 == 0 ? value : DicomValueEncoder.Pad(value.ToArray(), vr)));
    }

    /// <summary>
    /// Sets SpecificCharacterSet and writes all text anew in it, that of nested data sets too, which no longer name sets of their own
    /// (PS3.3 section C.12.1.1.2). Characters that the set has no code for are lost.
    /// </summary>
    public void ChangeEncoding(DicomEncoding encoding)
    {
        ArgumentNullException.ThrowIfNull(encoding);
        var term = encoding.SpecificCharacterSet
            ?? throw new ArgumentException($"{encoding} has no term of SpecificCharacterSet", nameof(encoding));
        Reencode(encoding);
        AddOrUpdate(DicomTag.SpecificCharacterSet, DicomVR.CS, term);
    }

    /// <summary>The data set as it is now. The builder may go on.</summary>
    public DicomDataset Build() => new(Syntax, _options, _parent, Encoding, [.. _items]);

    private void Reencode(DicomEncoding encoding)
    {
        var items = CollectionsMarshal.AsSpan(_items);
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = items[i] switch
            {
                DicomSequence sequence => new DicomSequence(sequence.Tag, [.. sequence.Items.Select(item => Reencode(item, encoding))]),
                DicomElement { VR.IsStringEncoded: true, IsSkipped: false, Length: > 0 } element => Reencode(element, encoding),
                var other => other,
            };
        }

        Encoding = encoding;
    }

    private static DicomDataset Reencode(DicomDataset item, DicomEncoding encoding)
    {
        var builder = new DicomDatasetBuilder(item);
        builder.Reencode(encoding);
        builder.Remove(DicomTag.SpecificCharacterSet);
        return builder.Build();
    }

    private DicomElement Reencode(DicomElement element, DicomEncoding encoding)
    {
        var bytes = element.GetBytes().Span;
        if (Encoding.IsPlain(bytes) && encoding.IsPlain(bytes))
            return element;

        var text = Encoding.Decode(DicomValueText.TrimPadding(bytes), element.VR);
        return DicomElement.InMemory(element.Tag, element.VR, offset: 0,
            DicomValueEncoder.Pad(encoding.Encode(text, element.VR), element.VR));
    }

    private int IndexOf(DicomTag tag)
    {
        int low = 0, high = _items.Count - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var order = _items[middle].Tag.CompareTo(tag);
            if (order == 0)
                return middle;

            if (order < 0)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return ~low;
    }
}
