using System.Text.Json;
using EventDicom.Domain;
using EventDicom.Domain.Committing;

namespace EventDicom.Api.Committing;

/// <summary>The body of a request for storage commitment: what is named by Orthanc's identifiers, and by DICOM's.</summary>
internal sealed record CommitmentBody(IReadOnlyList<OrthancId> Resources, IReadOnlyList<ReferencedInstance> Instances)
{
    /// <summary>Bytes: some 40,000 pairs of UIDs.</summary>
    public const int Longest = 8 << 20;

    private const string Resource = "Resources", DicomInstances = "DicomInstances";

    private const string SopClassUid = "SOPClassUID", SopInstanceUid = "SOPInstanceUID";

    /// <exception cref="OrthancException">Error 15: it names nothing, or something that is none.</exception>
    public static CommitmentBody Read(JsonElement body)
    {
        if (!body.TryGetProperty(Resource, out _) && !body.TryGetProperty(DicomInstances, out _))
            throw Wrong($"The body must contain \"{Resource}\" or \"{DicomInstances}\"");
        return new([.. List(body, Resource).Select(Identifier)], [.. List(body, DicomInstances).Select(Instance)]);
    }

    private static JsonElement[] List(JsonElement body, string member)
    {
        if (!body.TryGetProperty(member, out var list)) return [];
        return list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray()] : throw Wrong($"Field \"{member}\" must be an array");
    }

    private static OrthancId Identifier(JsonElement json) =>
        json.ValueKind == JsonValueKind.String && json.GetString()!.Trim().ToLowerInvariant() is var id && OrthancId.IsWellFormed(id)
            ? new(id)
            : throw Wrong($"\"{Resource}\" must be identifiers of resources");

    private static ReferencedInstance Instance(JsonElement json)
    {
        var (sopClass, instance) = json.ValueKind switch
        {
            JsonValueKind.Array when json.GetArrayLength() == 2 => (Uid(json[0]), Uid(json[1])),
            JsonValueKind.Object when json.TryGetProperty(SopClassUid, out var ofClass)
                && json.TryGetProperty(SopInstanceUid, out var uid) => (Uid(ofClass), Uid(uid)),
            _ => (null, null),
        };
        return sopClass is not null && instance is not null
            ? new(sopClass, instance)
            : throw Wrong($"\"{DicomInstances}\" must be pairs of {SopClassUid} and {SopInstanceUid}, or objects with both");
    }

    private static string? Uid(JsonElement json) =>
        json.ValueKind == JsonValueKind.String && json.GetString()!.Trim() is var uid && ReferencedInstance.IsUid(uid) ? uid : null;

    private static OrthancException Wrong(string details) => new(OrthancError.BadFileFormat, details);
}
