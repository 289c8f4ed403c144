using System.Text.Json.Serialization;
using Wolverine.Persistence.Sagas;

namespace EventDicom.Domain.Jobs.Running;

/// <summary>What a step of a job says to its saga. One that was repeated says so twice, which changes nothing.</summary>
/// <param name="Run">The start of the job that the step belongs to.</param>
/// <param name="Seconds">How long it took.</param>
public sealed record StepDone([property: SagaIdentity] string JobId, int Run, StepOutcome Outcome, double Seconds)
{
    public Decision Decide(Job job, DateTimeOffset now) => Outcome.Decide(job, this, now);
}

/// <summary>What came of a step. The names are part of messages that wait in the database: they stay.</summary>
[JsonDerivedType(typeof(ChunkWorked), "chunk_worked")]
[JsonDerivedType(typeof(JobCompletion), "completion")]
[JsonDerivedType(typeof(UndoCompletion), "undo_completion")]
[JsonDerivedType(typeof(StepFailed), "failed")]
[JsonDerivedType(typeof(StepPostponed), "postponed")]
public abstract record StepOutcome
{
    internal abstract Decision Decide(Job job, StepDone step, DateTimeOffset now);
}
