using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace EventDicom.Dicom;

/// <summary>One walk through a data set.</summary>
internal sealed class DicomJsonWriter(Utf8JsonWriter writer, DicomJsonFormat format, DicomJsonOptions options)
{
    /// <summary>Deeper sequences are shown as null. Each level takes up to three of the 1000 that the JSON writer can nest.</summary>
    private const int MaxDepth = 256;

    private const ushort MetaGroup = 0x0002;

    private readonly DicomJsonValue value = new();
    private bool isHeader;

    // Neighbours mostly share their creator.
    private (DicomDataset? Dataset, DicomTag? Tag, string? Name) creator;

    public void WriteDataset(DicomDataset dataset) => WriteObject(dataset, depth: 0);

    public void WriteHeader(DicomDataset meta)
    {
        isHeader = true;
        WriteObject(meta, depth: 0);
    }

    private void WriteObject(DicomDataset dataset, int depth)
    {
        writer.WriteStartObject();
        if (format == DicomJsonFormat.Simplify)
            WriteByName(dataset, depth);
        else
            WriteByTag(dataset, depth);
        writer.WriteEndObject();
    }

    private bool Includes(DicomDataset dataset, DicomItem item, int depth)
    {
        if (depth > 0)
            return true;

        if (isHeader)
            return item is DicomElement { Tag.Group: MetaGroup } element
                && value.Read(dataset, element, ignoreLength: false, out _) != DicomJsonValue.Kind.Bytes;

        return item.Tag.Group != MetaGroup
            && (options.Whole || item.Tag <= DicomTag.PixelData)
            && (options.Only is null || options.Only.Contains(item.Tag));
    }

    private void WriteByTag(DicomDataset dataset, int depth)
    {
        Span<byte> key = stackalloc byte[9];
        key[4] = (byte)',';
        foreach (var item in dataset)
        {
            if (!Includes(dataset, item, depth))
                continue;

            item.Tag.Group.TryFormat(key, out _, "x4", CultureInfo.InvariantCulture);
            item.Tag.Element.TryFormat(key[5..], out _, "x4", CultureInfo.InvariantCulture);
            writer.WritePropertyName(key);
            if (format == DicomJsonFormat.Full)
                WriteFull(dataset, item, depth);
            else
                WriteValue(dataset, item, depth);
        }
    }

    private void WriteByName(DicomDataset dataset, int depth)
    {
        var named = ArrayPool<NamedItem>.Shared.Rent(dataset.Count);
        var count = 0;
        foreach (var item in dataset)
        {
            if (Includes(dataset, item, depth))
                named[count++] = new NamedItem(options.Dictionary.Find(item.Tag, CreatorOf(dataset, item.Tag)), item);
        }

        var sorted = named.AsSpan(0, count);
        sorted.Sort();
        for (var i = 0; i < count; i++)
        {
            // Of equal names the last one, by tag, wins.
            if (i + 1 < count && sorted[i].Name == sorted[i + 1].Name)
                continue;

            writer.WritePropertyName(NameOf(sorted[i].Entry));
            WriteValue(dataset, sorted[i].Item, depth);
        }

        ArrayPool<NamedItem>.Shared.Return(named, clearArray: true);
    }

    private void WriteFull(DicomDataset dataset, DicomItem item, int depth)
    {
        var owner = CreatorOf(dataset, item.Tag);
        writer.WriteStartObject();
        writer.WriteString("Name"u8, NameOf(options.Dictionary.Find(item.Tag, owner)));
        // Orthanc says it of leaves only
        if (owner is not null && item is not DicomSequence)
            writer.WriteString("PrivateCreator"u8, owner);

        if (item is DicomSequence sequence && depth < MaxDepth)
        {
            writer.WriteString("Type"u8, "Sequence"u8);
            writer.WritePropertyName("Value"u8);
            WriteItems(sequence, depth);
        }
        else
        {
            var kind = Read(dataset, item, out var text);
            writer.WriteString("Type"u8, kind switch
            {
                DicomJsonValue.Kind.Text => "String"u8,
                DicomJsonValue.Kind.TooLong => "TooLong"u8,
                _ => "Null"u8,
            });
            if (kind == DicomJsonValue.Kind.Text)
                writer.WriteString("Value"u8, text);
            else
                writer.WriteNull("Value"u8);
        }

        writer.WriteEndObject();
    }

    private void WriteValue(DicomDataset dataset, DicomItem item, int depth)
    {
        if (item is DicomSequence sequence && depth < MaxDepth)
            WriteItems(sequence, depth);
        else if (Read(dataset, item, out var text) == DicomJsonValue.Kind.Text)
            writer.WriteStringValue(text);
        else
            writer.WriteNullValue();
    }

    private void WriteItems(DicomSequence sequence, int depth)
    {
        writer.WriteStartArray();
        foreach (var item in sequence.Items)
            WriteObject(item, depth + 1);
        writer.WriteEndArray();
    }

    private DicomJsonValue.Kind Read(DicomDataset dataset, DicomItem item, out ReadOnlySpan<byte> text)
    {
        text = default;
        return item is DicomElement element && item.Tag != DicomTag.PixelData
            ? value.Read(dataset, element, options.IgnoreLength?.Contains(item.Tag) ?? false, out text)
            : DicomJsonValue.Kind.Bytes;
    }

    private string? CreatorOf(DicomDataset dataset, DicomTag tag)
    {
        if (tag.PrivateCreatorTag is not { } creatorTag)
            return null;

        if (creator.Dataset != dataset || creator.Tag != creatorTag)
            creator = (dataset, creatorTag, dataset.PrivateCreatorOf(tag));
        return creator.Name;
    }

    private static ReadOnlySpan<byte> NameOf(DicomDictionaryEntry? entry) => entry is null ? "Unknown Tag & Data"u8 : entry.Utf8Name;

    private readonly struct NamedItem(DicomDictionaryEntry? entry, DicomItem item) : IComparable<NamedItem>
    {
        public DicomDictionaryEntry? Entry => entry;

        public DicomItem Item => item;

        public string Name => entry?.Name ?? DicomDictionary.UnknownName;

        public int CompareTo(NamedItem other)
        {
            var order = string.CompareOrdinal(Name, other.Name);
            return order != 0 ? order : item.Tag.CompareTo(other.Item.Tag);
        }
    }
}
