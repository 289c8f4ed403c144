using System.Text.Json;
using EventDicom.Dicom;
using EventDicom.Domain;
using EventDicom.Domain.Finding;

namespace EventDicom.Api.Finding;

/// <summary>The body of <c>POST /tools/find</c> and <c>/tools/count-resources</c>: a search, and how its answers are shown.</summary>
/// <param name="Expands">Whether answers are objects rather than identifiers.</param>
/// <param name="Requested">Tags to show beside the main ones; <c>null</c> where none are asked for.</param>
public sealed record FindRequest(FindQuery Query, bool Expands, DicomJsonFormat Format, IReadOnlyList<DicomTag>? Requested)
{
    private static readonly ResourceLevel[] s_levels = Enum.GetValues<ResourceLevel>();

    /// <summary>Reads a search with its page and its answers.</summary>
    /// <exception cref="OrthancException">The request makes no sense; each way has Orthanc's number.</exception>
    public static FindRequest Read(JsonElement body, FindWords words, FindOptions options)
    {
        var query = ReadQuery(body, words, options);
        var (since, limit) = (Whole(body, "Since"), Whole(body, "Limit"));
        var order = List(body, "OrderBy").Select(key => SortKeys.Read(key, words)).ToList();
        var content = body.TryGetProperty("ResponseContent", out _)
            ? ResponseContent.Read(Texts(body, "ResponseContent")) : (MatchParts?)null;
        var requested = Texts(body, "RequestedTags").Select(words.TagNamed).ToList();
        var (expand, simplify, @short, full) = (Flag(body, "Expand"), Flag(body, "Simplify"), Flag(body, "Short"), Flag(body, "Full"));

        var most = options.MostAt(query.Level);
        return new(
            query with
            {
                Since = since,
                Limit = limit == 0 ? most : Math.Min(limit, most ?? limit),
                MostCandidates = most,
                Order = order,
                Parts = content ?? (expand ? MatchParts.Resource : MatchParts.None),
            },
            expand || content is not null,
            simplify ? DicomJsonFormat.Simplify : @short ? DicomJsonFormat.Short : full ? DicomJsonFormat.Full : DicomJsonFormat.Simplify,
            requested.Count == 0 ? null : requested);
    }

    /// <summary>Reads what is searched for alone.</summary>
    /// <inheritdoc cref="Read"/>
    public static FindQuery ReadQuery(JsonElement body, FindWords words, FindOptions options)
    {
        if (Member(body, "Level", JsonValueKind.String, "a string") is not { } named) throw Missing("Level");
        if (Member(body, "Query", JsonValueKind.Object, "a JSON object") is not { } wanted) throw Missing("Query");
        var level = LevelNamed(named.GetString()!);
        var caseSensitive = MindsCase(body);
        return new(level)
        {
            Tags = [.. Values(wanted, "Query").Select(entry => words.Constraint(entry.Key, entry.Value, caseSensitive))
                .OfType<TagConstraint>()],
            Metadata =
            [
                .. Member(body, "MetadataQuery", JsonValueKind.Object, "a JSON object") is { } metadata
                    ? Values(metadata, "MetadataQuery")
                    .Select(entry => (Number: words.MetadataNamed(entry.Key), Match: TextMatch.Read(entry.Value, caseSensitive)))
                        .Where(entry => entry.Match is not null).Select(entry => new MetadataConstraint(entry.Number, entry.Match!))
                    : [],
            ],
            Labels = ReadLabels(body),
            Related = ReadParent(body, level),
            ReadsFiles = options.StorageAccessOnFind != StorageAccessOnFind.Never,
        };
    }

    /// <exception cref="OrthancException">Error 8: the member is no Boolean.</exception>
    public static bool MindsCase(JsonElement body) => Flag(body, "CaseSensitive");

    /// <summary>Whether case counts for one of the tags of which Orthanc's database knows no case.</summary>
    public static bool MindsCaseOfIdentifiers(FindQuery query) =>
        query.Tags.Any(constraint => constraint.Match.CaseSensitive && TextMatch.Identifiers.Contains(constraint.Tag));

    private static LabelConstraint? ReadLabels(JsonElement body)
    {
        var labels = Texts(body, "Labels");
        if (Member(body, "LabelsConstraint", JsonValueKind.String, "a string") is not { } constraint)
            return labels.Count == 0 ? null : new(LabelRule.All, labels);
        LabelRule rule = constraint.GetString() switch
        {
            "All" => LabelRule.All,
            "Any" => LabelRule.Any,
            "None" => LabelRule.None,
            _ => throw Bad("Field \"LabelsConstraint\" must be one of \"All\", \"Any\" and \"None\""),
        };
        return labels.Count == 0 && rule != LabelRule.None ? null : new(rule, labels);
    }

    // The first that is there counts.
    private static Relation? ReadParent(JsonElement body, ResourceLevel level)
    {
        foreach (var parent in (ResourceLevel[])[ResourceLevel.Patient, ResourceLevel.Study, ResourceLevel.Series])
        {
            if (Member(body, $"Parent{parent}", JsonValueKind.String, "a string") is not { } id) continue;
            if (parent > level) throw new OrthancException(OrthancError.BadSequenceOfCalls, $"A {level} has no parent {parent}");
            return new(parent, [id.GetString()!]);
        }
        return null;
    }

    private static ResourceLevel LevelNamed(string name)
    {
        foreach (var level in s_levels)
            if (name.Equals(level.ToString(), StringComparison.OrdinalIgnoreCase)
                || name.Equals(ResourcePath.Collection(level), StringComparison.OrdinalIgnoreCase)) return level;
        throw new OrthancException(OrthancError.ParameterOutOfRange, $"Unknown level: {name}");
    }

    private static long Whole(JsonElement body, string name)
    {
        if (!body.TryGetProperty(name, out var value)) return 0;
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetInt64(out var number))
            throw Bad($"Field \"{name}\" must be an integer");
        return number >= 0 ? number : throw new OrthancException(OrthancError.ParameterOutOfRange,
            $"Field \"{name}\" must not be negative");
    }

    private static bool Flag(JsonElement body, string name) => body.TryGetProperty(name, out var value) && value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Bad($"Field \"{name}\" must be a Boolean"),
    };

    private static List<JsonElement> List(JsonElement body, string name) =>
        Member(body, name, JsonValueKind.Array, "an array") is { } list ? [.. list.EnumerateArray()] : [];

    private static List<string> Texts(JsonElement body, string name) =>
        [.. List(body, name).Select(item =>
            item.ValueKind == JsonValueKind.String ? item.GetString()! : throw Bad($"Field \"{name}\" must be an array of strings"))];

    // Of a name that is there twice the last counts.
    private static Dictionary<string, string> Values(JsonElement wanted, string field)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in wanted.EnumerateObject())
            values[entry.Name] = entry.Value.ValueKind == JsonValueKind.String
                ? entry.Value.GetString()! : throw Bad($"Each value of \"{field}\" must be a string, {entry.Name} is none");
        return values;
    }

    private static JsonElement? Member(JsonElement body, string name, JsonValueKind kind, string what) =>
        !body.TryGetProperty(name, out var value) ? null : value.ValueKind == kind ? value : throw Bad($"Field \"{name}\" must be {what}");

    private static OrthancException Missing(string name) => Bad($"Field \"{name}\" is missing");

    private static OrthancException Bad(string details) => new(OrthancError.BadRequest, details);
}
