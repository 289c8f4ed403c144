using System.Text.Json;

namespace EventDicom.Domain.Jobs.Running;

/// <summary>What was asked of a job, beside its saga so that the saga stays small. Never changed.</summary>
/// <param name="Secret">What the event of the submission must not hold; <c>null</c> for nothing, as in jobs of earlier versions.</param>
public sealed record JobOrder(
    string Id, string Type, JsonElement Command, Origin Origin, bool Permissive, int Instances, JsonElement? Secret = null)
{
    /// <param name="step">Its <see cref="JobStepId"/>: what the events come from that it causes.</param>
    public JobContext ContextOf(string step) => new(Id, Command, JobSaga.On(Origin, Id, step), Permissive, Instances) { Secret = Secret };
}

/// <summary>Some of the instances of a job. Never changed.</summary>
public sealed record JobChunk(string Id, string JobId, IReadOnlyList<OrthancId> Instances)
{
    public static string IdOf(string job, int number) => $"{job}/{number:d6}";
}

/// <summary>What a chunk left for the completion. Found again in the order of the chunks.</summary>
public sealed record JobFinding(string Id, string JobId, JsonElement Finding);
