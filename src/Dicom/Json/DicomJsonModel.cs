using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;

namespace EventDicom.Dicom;

/// <summary>
/// The DICOM JSON model (PS3.18 annex F). Bytes are written into it in Base64 (InlineBinary), numbers of OW, OF, OD, OL and OV as such
/// (Value), unless the options give the address where they can be had (BulkDataURI).
/// </summary>
public sealed class DicomJsonModel
{
    // What the writer may hold before it is told to pass it on
    private const int Pending = 32 * 1024;

    private readonly Utf8JsonWriter _json;
    private readonly DicomModelOptions _options;

    private DicomJsonModel(Utf8JsonWriter json, DicomModelOptions options) => (_json, _options) = (json, options);

    /// <summary>
    /// Writes an object with the attributes of a data set. Where the writer writes to a stream, little of it is in memory at any time.
    /// </summary>
    /// <param name="dataset">With its pixels, unless these have an address; and its file still open if it is read from a stream.</param>
    /// <exception cref="DicomFileException">A text is longer than 16 MiB and has no address, or a value can no longer be read.</exception>
    public static void Write(Utf8JsonWriter writer, DicomDataset dataset, DicomModelOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(dataset);
        new DicomJsonModel(writer, options ?? DicomModelOptions.Inline).Write(dataset, place: null);
    }

    private void Write(DicomDataset dataset, DicomModelPlace? place)
    {
        _json.WriteStartObject();
        Span<char> key = stackalloc char[8];
        foreach (var item in dataset)
        {
            if (DicomModelAttribute.Of(dataset, item, _options) is not { } attribute)
                continue;

            item.Tag.Value.TryFormat(key, out _, "X8", CultureInfo.InvariantCulture);
            _json.WriteStartObject(key);
            _json.WriteString("vr"u8, attribute.VR.Code);
            if (attribute.IsElsewhere)
                _json.WriteString("BulkDataURI"u8, DicomModelPlace.AddressOf(_options.BulkDataAddress!, place, item.Tag));
            else
                WriteValue(attribute, place);
            _json.WriteEndObject();
            PassOn(_json);
        }

        _json.WriteEndObject();
    }

    private void WriteValue(DicomModelAttribute attribute, DicomModelPlace? place)
    {
        if (attribute.IsEmpty)
            return;

        var writer = _json;
        if (attribute.Item is DicomSequence sequence)
        {
            writer.WriteStartArray("Value"u8);
            for (var index = 0; index < sequence.Items.Count; index++)
                Write(sequence.Items[index], _options.BulkDataAddress is null ? null : new(place, sequence.Tag, index + 1));
            writer.WriteEndArray();
        }
        else if (attribute.Numbers is { } numbers)
        {
            writer.WriteStartArray("Value"u8);
            attribute.ReadBytes((piece, _) =>
            {
                WriteNumbers(writer, piece, numbers);
                PassOn(writer);
            });
            writer.WriteEndArray();
        }
        else if (attribute.VR.IsString)
        {
            WriteTexts(writer, attribute);
        }
        else
        {
            writer.WritePropertyName("InlineBinary"u8);
            attribute.ReadBytes((piece, isLast) =>
            {
                writer.WriteBase64StringSegment(piece, isLast);
                PassOn(writer);
            });
        }
    }

    private static void WriteTexts(Utf8JsonWriter writer, DicomModelAttribute attribute)
    {
        var values = attribute.Texts();
        if (values.TrueForAll(value => value is null))
            return;

        writer.WriteStartArray("Value"u8);
        foreach (var value in values)
        {
            if (value is null)
                writer.WriteNullValue();
            else if (attribute.VR == DicomVR.PN)
                WriteName(writer, value);
            else if (attribute.VR != DicomVR.IS)
                writer.WriteStringValue(value);
            else if (long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
                writer.WriteNumberValue(number);
            else
                writer.WriteNullValue();
        }

        writer.WriteEndArray();
    }

    /// <summary>PS3.18 section F.2.2: up to three groups, each left out when it is empty.</summary>
    private static void WriteName(Utf8JsonWriter writer, string name)
    {
        writer.WriteStartObject();
        foreach (var (group, text) in DicomModelName.GroupsOf(name))
            writer.WriteString(group, text);
        writer.WriteEndObject();
    }

    private static void WriteNumbers(Utf8JsonWriter writer, ReadOnlySpan<byte> bytes, DicomVR vr)
    {
        var size = vr == DicomVR.AT ? 4 : vr.UnitSize;
        for (; bytes.Length >= size; bytes = bytes[size..])
        {
            if (vr == DicomVR.AT)
                writer.WriteStringValue(DicomModelAttribute.TagText(bytes));
            else if (vr == DicomVR.OB)
                writer.WriteNumberValue(bytes[0]);
            else if (vr == DicomVR.US)
                writer.WriteNumberValue(BinaryPrimitives.ReadUInt16LittleEndian(bytes));
            else if (vr == DicomVR.SS)
                writer.WriteNumberValue(BinaryPrimitives.ReadInt16LittleEndian(bytes));
            else if (vr == DicomVR.UL)
                writer.WriteNumberValue(BinaryPrimitives.ReadUInt32LittleEndian(bytes));
            else if (vr == DicomVR.SL)
                writer.WriteNumberValue(BinaryPrimitives.ReadInt32LittleEndian(bytes));
            else if (vr == DicomVR.UV)
                writer.WriteNumberValue(BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            else if (vr == DicomVR.SV)
                writer.WriteNumberValue(BinaryPrimitives.ReadInt64LittleEndian(bytes));
            else if (vr == DicomVR.FL && BinaryPrimitives.ReadSingleLittleEndian(bytes) is var single && float.IsFinite(single))
                writer.WriteNumberValue((double)single);
            else if (vr == DicomVR.FD && BinaryPrimitives.ReadDoubleLittleEndian(bytes) is var number && double.IsFinite(number))
                writer.WriteNumberValue(number);
            else
                writer.WriteNullValue(); // JSON knows neither infinity nor NaN
        }
    }

    private static void PassOn(Utf8JsonWriter writer)
    {
        if (writer.BytesPending > Pending)
            writer.Flush();
    }
}
