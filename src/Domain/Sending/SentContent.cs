using System.Text.Json.Nodes;

namespace EventDicom.Domain.Sending;

/// <summary>What the public content of every job says that sends.</summary>
internal static class SentContent
{
    public static JsonObject Of(IReadOnlyList<ExportedResource> resources, IReadOnlyList<OrthancId> instances)
    {
        var content = new JsonObject
        {
            ["ParentResources"] = new JsonArray([.. resources.Select(resource => (JsonNode)resource.Id.Value)]),
            ["Resources"] = new JsonArray(
            [
                .. resources.Select(resource =>
                    (JsonNode)new JsonObject { ["ID"] = resource.Id.Value, ["Type"] = resource.Level.ToString() }),
            ]),
        };
        // Of a job without instances, nobody else says so.
        if (instances is []) (content["InstancesCount"], content["FailedInstancesCount"]) = (0, 0);
        return content;
    }
}
