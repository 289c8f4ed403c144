using System.Text;
using System.Text.Json;

namespace EventDicom.Api.Http;

/// <summary>The members of a JSON object that mean something to whoever reads it. Others are passed over without being taken into
/// memory.</summary>
/// <param name="Stored">Those that are kept for good, e.g. by a job.</param>
/// <param name="Read">Those that are only looked at.</param>
/// <param name="LongestStored">Bytes that the stored members may have together; more is refused with 413.</param>
public sealed record JsonSelection(IReadOnlyList<string> Stored, IReadOnlyList<string> Read, long LongestStored)
{
    // A document, its elements and the texts that are made of them; what is stored is written down a few times on its way to the database.
    private const long CostOfByte = 2, CostOfStoredByte = 8, CostOfToken = 128;

    /// <summary>Bytes that it takes to parse a whole document and to work with it.</summary>
    /// <param name="tokens">Names, values, and where objects and arrays begin and end.</param>
    public static long CostOf(long length, long tokens) => length * CostOfByte + tokens * CostOfToken;

    /// <summary>Bytes that it takes to parse the members and to work with them, beside the document itself.</summary>
    /// <exception cref="JsonException">The text is broken or too deep.</exception>
    /// <exception cref="OrthancException">413: what would be stored is too long. Error 15: a text, of whatever member, is not Unicode or
    /// contains NUL.</exception>
    public long CostIn(ReadOnlySpan<byte> json)
    {
        json = LenientJson.FirstValue(json);
        var cost = 0L;
        foreach (var (name, place, tokens) in PlacesIn(json))
            cost += CostOf(place.End.Value - place.Start.Value, tokens)
                + (Stored.Contains(name) ? (place.End.Value - place.Start.Value) * CostOfStoredByte : 0);
        return cost;
    }

    /// <summary>The document with nothing but these members, the last of those that occur twice. What is no object is left as it
    /// is.</summary>
    /// <inheritdoc cref="CostIn"/>
    public byte[] Of(ReadOnlySpan<byte> json)
    {
        json = LenientJson.FirstValue(json);
        if (!LenientJson.IsObject(json)) return json.ToArray();

        var places = PlacesIn(json);
        var length = 2 + places.Sum(place => Encoding.UTF8.GetByteCount(place.Name) + 4 + place.Place.End.Value - place.Place.Start.Value);
        using var selected = new MemoryStream(length);
        selected.WriteByte((byte)'{');
        foreach (var (name, place, _) in places)
        {
            if (selected.Length > 1) selected.WriteByte((byte)',');
            selected.WriteByte((byte)'"');
            selected.Write(Encoding.UTF8.GetBytes(name));
            selected.Write("\":"u8);
            selected.Write(json[place]);
        }
        selected.WriteByte((byte)'}');
        return selected.ToArray();
    }

    /// <summary>The document with nothing but what is kept for good.</summary>
    /// <param name="body">An object.</param>
    public JsonElement StoredOf(JsonElement body) =>
        JsonSerializer.SerializeToElement(body.EnumerateObject().Where(member => Stored.Contains(member.Name))
            .ToDictionary(member => member.Name, member => member.Value));

    private List<(string Name, Range Place, int Tokens)> PlacesIn(ReadOnlySpan<byte> json)
    {
        var places = new List<(string Name, Range Place, int Tokens)>();
        var reader = LenientJson.Reader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return places;

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = Known(reader);
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            var (depth, tokens) = (reader.CurrentDepth, 1);
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                do
                {
                    reader.Read();
                    tokens++;
                }
                while (reader.CurrentDepth > depth || reader.TokenType is not (JsonTokenType.EndObject or JsonTokenType.EndArray));
            }
            if (name is null) continue;
            places.RemoveAll(place => place.Name == name);
            places.Add((name, start..(int)reader.BytesConsumed, tokens));
        }

        return places.Where(place => Stored.Contains(place.Name))
            .Sum(place => (long)place.Place.End.Value - place.Place.Start.Value) <= LongestStored
            ? places
            : throw new OrthancException(
                OrthancError.BadRequest, $"The values that a job would have to keep are longer than {LongestStored} bytes",
                StatusCodes.Status413PayloadTooLarge);
    }

    private string? Known(in Utf8JsonReader reader)
    {
        foreach (var name in Stored)
            if (reader.ValueTextEquals(name)) return name;
        foreach (var name in Read)
            if (reader.ValueTextEquals(name)) return name;
        return null;
    }
}
