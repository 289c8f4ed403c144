using System.Text.Json;

namespace EventDicom.Api.Tools.Creating;

/// <summary>The body of <c>POST /tools/create-dicom</c>.</summary>
public sealed record CreateDicomRequest
{
    /// <summary>What the new data set is to have, by tag.</summary>
    public required JsonElement Tags { get; init; }

    /// <summary>Each of them makes an instance; a single one without content makes one without pixels or document.</summary>
    public required IReadOnlyList<CreatedContent> Contents { get; init; }

    /// <summary>The contents were given as an array: they become a series.</summary>
    public bool IsSeries { get; init; }

    /// <summary>The deprecated form: nothing but tags, all of them text.</summary>
    public bool IsFlat { get; init; }

    /// <summary>Public identifier of a patient, study or series that the instance joins; null for a patient of its own.</summary>
    public string? Parent { get; init; }

    /// <summary>Whether data URIs in tags stand for bytes.</summary>
    public bool InterpretBinaryTags { get; init; } = true;

    /// <summary>Whose private elements the tags mean; null for those whose creator is among the tags.</summary>
    public string? PrivateCreator { get; init; }

    /// <summary>Whether tags may replace identifiers, and what comes from the parent.</summary>
    public bool Force { get; init; }

    /// <summary>Whether a JPEG picture is kept as it is instead of being decompressed; nothing else can be.</summary>
    public bool Encapsulate { get; init; }

    /// <param name="body">A JSON object.</param>
    /// <exception cref="OrthancException">It does not say what to create; see the table of spec/30 section 4.</exception>
    public static CreateDicomRequest Read(JsonElement body)
    {
        if (!body.TryGetProperty(nameof(Tags), out var tags)) return ReadFlat(body);
        if (tags.ValueKind != JsonValueKind.Object) throw new OrthancException(OrthancError.BadRequest, "Tags must be an object");

        var request = new CreateDicomRequest
        {
            Tags = tags,
            Contents = [],
            Parent = body.TryGetProperty(nameof(Parent), out var parent) ? Text(parent) ?? throw new OrthancException(OrthancError.CreateDicomBadParent) : null,
            InterpretBinaryTags = Flag(body, nameof(InterpretBinaryTags), absent: true),
            PrivateCreator = body.TryGetProperty(nameof(PrivateCreator), out var creator)
                ? Text(creator) ?? throw new OrthancException(OrthancError.BadRequest, "PrivateCreator must be a string") : null,
            Force = Flag(body, nameof(Force), absent: false),
            Encapsulate = Flag(body, nameof(Encapsulate), absent: false),
        };
        if (!body.TryGetProperty("Content", out var content)) return request with { Contents = [CreatedContent.None] };

        return content.ValueKind switch
        {
            JsonValueKind.String => request with { Contents = [new(content.GetString())] },
            JsonValueKind.Array when content.GetArrayLength() == 0 => request with { Contents = [CreatedContent.None] },
            JsonValueKind.Array when request.Encapsulate => throw new OrthancException(OrthancError.NotImplemented, "A series of images cannot be encapsulated"),
            JsonValueKind.Array => request with { Contents = [.. content.EnumerateArray().Select(CreatedContent.Read)], IsSeries = true },
            _ => throw new OrthancException(OrthancError.CreateDicomUseDataUri),
        };
    }

    private static CreateDicomRequest ReadFlat(JsonElement body)
    {
        if (body.EnumerateObject().Any(member => member.Value.ValueKind != JsonValueKind.String)) throw new OrthancException(OrthancError.CreateDicomNotString);
        return new() { Tags = body, Contents = [CreatedContent.None], IsFlat = true, Force = true };
    }

    private static string? Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static bool Flag(JsonElement body, string name, bool absent)
    {
        if (!body.TryGetProperty(name, out var flag)) return absent;
        return flag.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? flag.GetBoolean()
            : throw new OrthancException(OrthancError.BadRequest, $"{name} must be a Boolean");
    }
}
