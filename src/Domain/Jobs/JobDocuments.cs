using System.Text.Json;
using System.Text.Json.Serialization;

namespace EventDicom.Domain.Jobs;

/// <summary>What was asked of a job, beside its saga so that the saga stays small. Never changed.</summary>
public sealed record JobOrder(string Id, string Type, JsonElement Command, Origin Origin, bool Permissive, int Instances)
{
    [JsonIgnore]
    public JobContext Context => new(Id, Command, Origin with { CorrelationId = Id }, Permissive, Instances);
}

/// <summary>Some of the instances of a job. Never changed.</summary>
public sealed record JobChunk(string Id, string JobId, IReadOnlyList<OrthancId> Instances)
{
    public static string IdOf(string job, int number) => $"{job}/{number:d6}";
}

/// <summary>What a chunk left for the completion. Found again in the order of the chunks.</summary>
public sealed record JobFinding(string Id, string JobId, JsonElement Finding);
