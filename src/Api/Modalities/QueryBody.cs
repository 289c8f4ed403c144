using System.Text.Json;
using EventDicom.Dicom;
using EventDicom.Domain;
using EventDicom.Domain.Retrieving;

namespace EventDicom.Api.Modalities;

/// <summary>What the bodies of queries and retrievals have in common.</summary>
public sealed class QueryBody(DicomDictionary dictionary)
{
    /// <summary>Bytes of such a body.</summary>
    public const int Longest = 4 << 20;

    /// <exception cref="OrthancException">Error 15: it is no object, or has no level. Error 3: there is no such level.</exception>
    public static ResourceLevel Level(JsonElement body)
    {
        var level = body.Text("Level")
            ?? throw new OrthancException(OrthancError.BadFileFormat, "The JSON body must contain field \"Level\"");
        return QueryLevels.TryParse(level, out var known)
            ? known
            : throw new OrthancException(OrthancError.ParameterOutOfRange, $"\"{level}\" is no level");
    }

    /// <summary>The keys in <c>Query</c>, an object of texts; none where it is missing.</summary>
    /// <exception cref="OrthancException">Error 15: it is something else, or names a tag that nobody knows.</exception>
    public IReadOnlyDictionary<DicomTag, string> Keys(JsonElement body) =>
        body.TryGetProperty("Query", out var query) ? KeysOf(query) : new Dictionary<DicomTag, string>();

    /// <summary>The keys of an object of texts.</summary>
    /// <inheritdoc cref="Keys"/>
    public IReadOnlyDictionary<DicomTag, string> KeysOf(JsonElement query)
    {
        if (query.ValueKind != JsonValueKind.Object)
            throw new OrthancException(OrthancError.BadFileFormat, "A query must be an object of tags and strings");
        var keys = new Dictionary<DicomTag, string>();
        foreach (var key in query.EnumerateObject())
        {
            if (!dictionary.TryParseTag(key.Name, out var tag) || !tag.IsOfDataset)
                throw new OrthancException(OrthancError.BadFileFormat, $"Unknown DICOM tag: {key.Name}");
            if (key.Value.ValueKind != JsonValueKind.String || key.Value.GetString()!.Contains('\0', StringComparison.Ordinal))
                throw new OrthancException(OrthancError.BadFileFormat, $"The value of tag {tag} must be a string");
            keys[tag] = key.Value.GetString()!;
        }
        return keys;
    }

    /// <summary>Which shape of data sets a body asks for.</summary>
    /// <exception cref="OrthancException">Error 15: a flag is none.</exception>
    public static DicomJsonFormat Shape(JsonElement body, DicomJsonFormat otherwise) =>
        body.Flag("Simplify") == true ? DicomJsonFormat.Simplify
        : body.Flag("Short") == true ? DicomJsonFormat.Short
        : body.Flag("Full") == true ? DicomJsonFormat.Full
        : otherwise;
}
