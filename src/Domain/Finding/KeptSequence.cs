using System.Text.Json;
using EventDicom.Dicom;

namespace EventDicom.Domain.Finding;

/// <summary>Reads sequences as the index keeps them, in the full form of <c>/tags</c>: see
/// <see cref="MainDicomTags.ReadSequences"/>.</summary>
public static class KeptSequence
{
    /// <summary>Three levels of JSON for each sequence.</summary>
    public static readonly JsonDocumentOptions Nested = new() { MaxDepth = 1000 };

    /// <summary>The sequence as a part of a data set.</summary>
    /// <param name="full">Its full form.</param>
    /// <param name="newItem">Begins an item.</param>
    /// <param name="put">Adds a value to an item; <c>null</c> where the attribute has none, or none that is text.</param>
    public static DicomSequence Read(
        DicomTag tag, string full, DicomDictionary dictionary, Func<DicomDatasetBuilder> newItem,
        Action<DicomDatasetBuilder, DicomTag, string?> put)
    {
        return Sequence(tag, JsonElement.Parse(full, Nested).GetProperty("Value"));

        DicomSequence Sequence(DicomTag of, JsonElement items) =>
            new(of, items.ValueKind == JsonValueKind.Array ? [.. items.EnumerateArray().Select(Item)] : []);

        DicomDataset Item(JsonElement item)
        {
            var builder = newItem();
            foreach (var attribute in item.EnumerateObject())
            {
                if (!dictionary.TryParseTag(attribute.Name, out var inner)) continue;
                var value = attribute.Value.GetProperty("Value");
                if (value.ValueKind == JsonValueKind.Array) builder.AddOrUpdate(Sequence(inner, value));
                else put(builder, inner, value.ValueKind == JsonValueKind.String ? value.GetString() : null);
            }
            return builder.Build();
        }
    }
}
