using System.Text.Json;
using EventDicom.Domain.Sending;

namespace EventDicom.Domain.Jobs.Running;

/// <summary>What became of the instances of a chunk.</summary>
/// <param name="Failures">Those that failed; without <c>Permissive</c> a kind may stop at the first.</param>
/// <param name="Finding">What the completion must know of this chunk, at most a few dozen KB; <c>null</c> for nothing. Kept as long as the
/// job may need it.</param>
/// <param name="Made">Which stored instances came out of which, for the history; <c>null</c> for a job that makes none.</param>
public sealed record ChunkOutcome(IReadOnlyList<InstanceFailure> Failures, JsonElement? Finding = null,
    IReadOnlyList<MadeInstance>? Made = null)
{
    /// <summary>Which instances were sent, for the history; <c>null</c> for a job that sends none.</summary>
    public IReadOnlyList<SentInstance>? Sent { get; init; }

    /// <summary>Instances of one chunk: as many as the intake stores in one transaction.</summary>
    public const int MostInstances = 64;
}

/// <summary>One instance could not be handled. Job and event show it, so it must say nothing that an anonymization removes.</summary>
/// <param name="Details">Why, for the client; the engine puts the name of the instance before it.</param>
public sealed record InstanceFailure(OrthancId InstanceId, Errors.OrthancError Error, string Details);
