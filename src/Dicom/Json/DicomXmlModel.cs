using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Xml;

namespace EventDicom.Dicom;

/// <summary>
/// The native DICOM model in XML (PS3.19 annex A). Bytes are written into it in Base64 (InlineBinary), numbers of OW, OF, OD, OL and OV as
/// such (Value), unless the options give the address where they can be had (BulkData).
/// </summary>
public sealed class DicomXmlModel
{
    private const string Namespace = "http://dicom.nema.org/PS3.19/models/NativeDICOM";

    // In the order in which PS3.5 section 6.2.1 joins them
    private static readonly string[] s_components = ["FamilyName", "GivenName", "MiddleName", "NamePrefix", "NameSuffix"];

    private readonly XmlWriter _xml;
    private readonly DicomDictionary _dictionary;
    private readonly DicomModelOptions _options;

    private DicomXmlModel(XmlWriter xml, DicomDictionary dictionary, DicomModelOptions options) =>
        (_xml, _dictionary, _options) = (xml, dictionary, options);

    /// <summary>Writes a document with the attributes of a data set, little of which is in memory at any time.</summary>
    /// <param name="dataset">With its pixels, unless these have an address; and its file still open if it is read from a stream.</param>
    /// <exception cref="DicomFileException">A text is longer than 16 MiB and has no address, or a value can no longer be read.</exception>
    public static void Write(Stream stream, DicomDataset dataset, DicomDictionary? dictionary = null, DicomModelOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(dataset);
        using var xml = XmlWriter.Create(stream,
            new XmlWriterSettings { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false) });
        xml.WriteStartElement("NativeDicomModel", Namespace);
        var model = new DicomXmlModel(xml, dictionary ?? DicomDictionary.Default, options ?? DicomModelOptions.Inline);
        model.WriteAttributes(dataset, place: null);
        xml.WriteEndElement();
    }

    private void WriteAttributes(DicomDataset dataset, DicomModelPlace? place)
    {
        foreach (var item in dataset)
        {
            if (DicomModelAttribute.Of(dataset, item, _options) is not { } attribute)
                continue;

            var creator = dataset.PrivateCreatorOf(item.Tag);
            _xml.WriteStartElement("DicomAttribute");
            _xml.WriteAttributeString("tag", string.Create(CultureInfo.InvariantCulture, $"{item.Tag.Value:X8}"));
            _xml.WriteAttributeString("vr", attribute.VR.Code);
            if (_dictionary.Find(item.Tag, creator) is { } entry && !item.Tag.IsPrivate)
                _xml.WriteAttributeString("keyword", entry.Keyword);
            if (creator is not null)
                _xml.WriteAttributeString("privateCreator", Clean(creator));
            if (attribute.IsElsewhere)
                WriteAddress(DicomModelPlace.AddressOf(_options.BulkDataAddress!, place, item.Tag));
            else if (!attribute.IsEmpty)
                WriteValue(attribute, place);
            _xml.WriteEndElement();
        }
    }

    private void WriteAddress(string address)
    {
        _xml.WriteStartElement("BulkData");
        _xml.WriteAttributeString("uri", Clean(address));
        _xml.WriteEndElement();
    }

    private void WriteValue(DicomModelAttribute attribute, DicomModelPlace? place)
    {
        if (attribute.Item is DicomSequence sequence)
        {
            for (var number = 1; number <= sequence.Items.Count; number++)
            {
                Start("Item", number);
                WriteAttributes(sequence.Items[number - 1], _options.BulkDataAddress is null ? null : new(place, sequence.Tag, number));
                _xml.WriteEndElement();
            }
        }
        else if (attribute.Numbers is { } numbers)
        {
            var number = 0;
            attribute.ReadBytes((piece, _) => WriteNumbers(piece, numbers, ref number));
        }
        else if (attribute.VR.IsString)
        {
            WriteTexts(attribute);
        }
        else
        {
            _xml.WriteStartElement("InlineBinary");
            attribute.ReadBytes((piece, _) => _xml.WriteBase64(piece.ToArray(), 0, piece.Length));
            _xml.WriteEndElement();
        }
    }

    private void WriteTexts(DicomModelAttribute attribute)
    {
        var number = 0;
        foreach (var value in attribute.Texts())
        {
            // The numbers tell where others are missing
            number++;
            if (value is null)
                continue;

            if (attribute.VR == DicomVR.PN)
                WriteName(value, number);
            else
                Value(value, number);
        }
    }

    private void WriteName(string name, int number)
    {
        Start("PersonName", number);
        foreach (var (group, text) in DicomModelName.GroupsOf(name))
        {
            _xml.WriteStartElement(group);
            foreach (var (component, part) in s_components.Zip(text.Split('^')))
                if (part.Length > 0)
                    _xml.WriteElementString(component, Clean(part));
            _xml.WriteEndElement();
        }

        _xml.WriteEndElement();
    }

    private void WriteNumbers(ReadOnlySpan<byte> bytes, DicomVR vr, ref int number)
    {
        var size = vr == DicomVR.AT ? 4 : vr.UnitSize;
        for (; bytes.Length >= size; bytes = bytes[size..])
            Value(Format(bytes[..size], vr), ++number);
    }

    private static string Format(ReadOnlySpan<byte> bytes, DicomVR vr)
    {
        var invariant = CultureInfo.InvariantCulture;
        return vr.Code switch
        {
            "AT" => DicomModelAttribute.TagText(bytes),
            "OB" => bytes[0].ToString(invariant),
            "US" => BinaryPrimitives.ReadUInt16LittleEndian(bytes).ToString(invariant),
            "SS" => BinaryPrimitives.ReadInt16LittleEndian(bytes).ToString(invariant),
            "UL" => BinaryPrimitives.ReadUInt32LittleEndian(bytes).ToString(invariant),
            "SL" => BinaryPrimitives.ReadInt32LittleEndian(bytes).ToString(invariant),
            "UV" => BinaryPrimitives.ReadUInt64LittleEndian(bytes).ToString(invariant),
            "SV" => BinaryPrimitives.ReadInt64LittleEndian(bytes).ToString(invariant),
            "FL" => ((double)BinaryPrimitives.ReadSingleLittleEndian(bytes)).ToString(invariant),
            _ => BinaryPrimitives.ReadDoubleLittleEndian(bytes).ToString(invariant),
        };
    }

    private void Value(string text, int number)
    {
        Start("Value", number);
        _xml.WriteString(Clean(text));
        _xml.WriteEndElement();
    }

    private void Start(string element, int number)
    {
        _xml.WriteStartElement(element);
        _xml.WriteAttributeString("number", number.ToString(CultureInfo.InvariantCulture));
    }

    // XML 1.0 has no way to write most control characters, and half a surrogate pair neither
    private static string Clean(string text)
    {
        var isClean = true;
        for (var i = 0; i < text.Length && isClean; i++)
            isClean = XmlConvert.IsXmlChar(text[i]);
        if (isClean)
            return text;

        var allowed = text.EnumerateRunes().Where(rune => rune.Value > 0xFFFF || XmlConvert.IsXmlChar((char)rune.Value));
        return string.Concat(allowed.Select(rune => rune.ToString()));
    }
}
