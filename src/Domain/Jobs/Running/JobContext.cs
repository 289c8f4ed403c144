using System.Text.Json;

namespace EventDicom.Domain.Jobs.Running;

/// <summary>The job that a step belongs to.</summary>
/// <param name="Id">UUID in lower case. New identifiers are derived from it, so that a repeated step makes the same.</param>
/// <param name="Command">What was asked, as the kind wrote it down at the submission.</param>
/// <param name="Origin">Who asked, with the step as causation: for whatever events it causes.</param>
/// <param name="Permissive">Whether instances that fail are counted instead of failing the job.</param>
/// <param name="Instances">How many instances the whole job has.</param>
public sealed record JobContext(string Id, JsonElement Command, Origin Origin, bool Permissive, int Instances)
{
    /// <summary>The step itself, for one that takes long to say how far it is.</summary>
    public StepUnderWay Step { get; init; } = new();

    /// <summary>What was asked and no event holds; <c>null</c> for nothing.</summary>
    public JsonElement? Secret { get; init; }

    /// <summary>The command as the kind's own type.</summary>
    public T Read<T>() => Command.Deserialize<T>() ?? throw new JsonException("The command of the job is null");
}
