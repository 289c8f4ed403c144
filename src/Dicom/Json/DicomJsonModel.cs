using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;

namespace EventDicom.Dicom;

/// <summary>
/// The DICOM JSON model (PS3.18 annex F). Bytes are written into it in Base64 (InlineBinary), numbers of OW, OF, OD, OL and OV as such
/// (Value); pixels in fragments are left out.
/// </summary>
public static class DicomJsonModel
{
    // What the writer may hold before it is told to pass it on
    private const int Pending = 32 * 1024;

    /// <summary>Writes an object with the attributes of a data set. Where the writer writes to a stream, little of it is in memory at any
    /// time.</summary>
    /// <param name="dataset">With its pixels, and its file still open if it is read from a stream.</param>
    /// <exception cref="DicomFileException">A text is longer than 16 MiB, or a value can no longer be read.</exception>
    public static void Write(Utf8JsonWriter writer, DicomDataset dataset)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(dataset);
        writer.WriteStartObject();
        foreach (var item in dataset)
        {
            if (DicomModelAttribute.Of(dataset, item) is not { } attribute)
                continue;

            writer.WriteStartObject(string.Create(CultureInfo.InvariantCulture, $"{item.Tag.Value:X8}"));
            writer.WriteString("vr"u8, attribute.VR.Code);
            WriteValue(writer, attribute);
            writer.WriteEndObject();
            PassOn(writer);
        }

        writer.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter writer, DicomModelAttribute attribute)
    {
        if (attribute.IsEmpty)
            return;

        if (attribute.Item is DicomSequence sequence)
        {
            writer.WriteStartArray("Value"u8);
            foreach (var item in sequence.Items)
                Write(writer, item);
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
                writer.WriteStringValue(string.Create(CultureInfo.InvariantCulture,
                    $"{BinaryPrimitives.ReadUInt16LittleEndian(bytes):X4}{BinaryPrimitives.ReadUInt16LittleEndian(bytes[2..]):X4}"));
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
