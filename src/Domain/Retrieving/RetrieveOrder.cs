using System.Text.Json;
using System.Text.Json.Nodes;
using EventDicom.Dicom;
using EventDicom.Domain.Jobs.Controlling;
using EventDicom.Domain.Modalities;

namespace EventDicom.Domain.Retrieving;

/// <summary>What a job keeps that retrieves.</summary>
/// <param name="Target">Title of whom a C-MOVE sends to; <c>null</c> for a C-GET, which sends here.</param>
/// <param name="Shape">How the content shows the keys.</param>
public sealed record RetrieveOrder(
    CalledModality Called, string? Target, IReadOnlyList<RetrieveKeys> Resources, DicomJsonFormat Shape = DicomJsonFormat.Short)
{
    public const string MoveJob = "DicomMoveScu", GetJob = "DicomGetScu";

    public NewJob ToJob(Origin origin)
    {
        var content = new JsonObject
        {
            ["LocalAet"] = Called.LocalAet,
            ["RemoteAet"] = Called.Modality.Aet,
            ["Query"] = new JsonArray([.. Resources.Select(resource => (JsonNode)Show(resource))]),
        };
        if (Target is not null) content["TargetAet"] = Target;
        return new(Target is null ? GetJob : MoveJob, JsonSerializer.SerializeToElement(this), [], content, origin);
    }

    /// <summary>The keys of a resource in the shape that was asked for.</summary>
    public JsonObject Show(RetrieveKeys resource)
    {
        var shown = new JsonObject();
        foreach (var (tag, value) in resource.Shown)
        {
            var name = DicomDictionary.Default.TryParseTag(tag, out var known) ? DicomDictionary.Default.NameOf(known) : tag;
            if (Shape == DicomJsonFormat.Simplify) shown[name] = value;
            else if (Shape == DicomJsonFormat.Short) shown[tag] = value;
            else shown[tag] = new JsonObject { ["Name"] = name, ["Type"] = "String", ["Value"] = value };
        }
        return shown;
    }
}
