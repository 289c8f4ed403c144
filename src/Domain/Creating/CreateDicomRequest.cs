using System.Text.Json;
using EventDicom.Domain.Errors;

namespace EventDicom.Domain.Creating;

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
    /// <returns>Refused when it does not say what to create, with the error that Orthanc gives.</returns>
    public static Answer<CreateDicomRequest> Read(JsonElement body)
    {
        if (!body.TryGetProperty(nameof(Tags), out var tags)) return ReadFlat(body);
        if (tags.ValueKind != JsonValueKind.Object) return new Refused(OrthancError.BadRequest, "Tags must be an object");

        string? parent = null, creator = null;
        if (body.TryGetProperty(nameof(Parent), out var member) && (parent = Text(member)) is null)
            return new Refused(OrthancError.CreateDicomBadParent);
        if (!body.TryReadFlag(nameof(InterpretBinaryTags), out var interprets)) return NoFlag(nameof(InterpretBinaryTags));
        if (body.TryGetProperty(nameof(PrivateCreator), out member) && (creator = Text(member)) is null)
            return new Refused(OrthancError.BadRequest, "PrivateCreator must be a string");
        if (!body.TryReadFlag(nameof(Force), out var force)) return NoFlag(nameof(Force));
        if (!body.TryReadFlag(nameof(Encapsulate), out var encapsulate)) return NoFlag(nameof(Encapsulate));

        var request = new CreateDicomRequest
        {
            Tags = tags, Contents = [CreatedContent.None], Parent = parent, InterpretBinaryTags = interprets ?? true,
            PrivateCreator = creator,
            Force = force ?? false, Encapsulate = encapsulate ?? false,
        };
        return body.TryGetProperty("Content", out var content) ? request.With(content) : request;
    }

    private static Answer<CreateDicomRequest> ReadFlat(JsonElement body) =>
        body.EnumerateObject().Any(member => member.Value.ValueKind != JsonValueKind.String)
            ? new Refused(OrthancError.CreateDicomNotString)
            : new CreateDicomRequest { Tags = body, Contents = [CreatedContent.None], IsFlat = true, Force = true };

    private Answer<CreateDicomRequest> With(JsonElement content)
    {
        switch (content.ValueKind)
        {
            case JsonValueKind.String: return this with { Contents = [new(content.GetString())] };
            case JsonValueKind.Array when content.GetArrayLength() == 0: return this;
            case JsonValueKind.Array when Encapsulate: return new Refused(OrthancError.NotImplemented,
                "A series of images cannot be encapsulated");
            case JsonValueKind.Array: break;
            default: return new Refused(OrthancError.CreateDicomUseDataUri);
        }

        var contents = new List<CreatedContent>();
        foreach (var element in content.EnumerateArray())
        {
            if (CreatedContent.Read(element).IsRefused(out var refused, out var read)) return refused;
            contents.Add(read);
        }
        return this with { Contents = contents, IsSeries = true };
    }

    private static string? Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static Refused NoFlag(string name) => new(OrthancError.BadRequest, $"{name} must be a Boolean");
}
