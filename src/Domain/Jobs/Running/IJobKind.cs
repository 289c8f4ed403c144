using System.Text.Json;

namespace EventDicom.Domain.Jobs.Running;

/// <summary>
/// What jobs of one type do; registered as a singleton. The engine runs a job in durable steps, first its instances chunk by
/// chunk, then the completion, and records each. A step that was under way when the server died runs again, maybe on another
/// node, so each must do the same again: make the same bytes from the same source and the same job, and take what is there
/// already for done. The seam between the engine and the use cases.
/// </summary>
public interface IJobKind
{
    /// <summary>Orthanc's name of the type, which a job is shown under and finds its kind by, for ever.</summary>
    string Type { get; }

    /// <summary>Whether a job that failed may be started over (<c>resubmit</c>).</summary>
    bool CanStartOver => true;

    /// <summary>Handles some instances of the job. Not called for a job that was submitted with none.</summary>
    /// <param name="instances">At most <see cref="ChunkOutcome.MostInstances"/>, in the order of their submission.</param>
    /// <param name="ct">The server stops; the chunk will be repeated.</param>
    /// <returns>Refused when the job cannot go on at all, whatever <see cref="JobContext.Permissive"/> says.</returns>
    /// <remarks>A failure that stays (<see cref="Errors.KnownFailure"/>) fails the job, too; any other exception makes the engine repeat
    /// the chunk after a pause, a few times, before.</remarks>
    Task<Answer<ChunkOutcome>> WorkAsync(JobContext job, IReadOnlyList<OrthancId> instances, CancellationToken ct);

    /// <summary>The last step, once every instance was handled: everything for a job without instances. Deletes sources, if it
    /// must.</summary>
    /// <param name="findings">What the chunks found, in their order.</param>
    /// <returns>Refused when the job fails.</returns>
    Task<Answer<JobResult>> CompleteAsync(JobContext job, IReadOnlyList<JsonElement> findings, CancellationToken ct);

    /// <summary>
    /// Undoes whatever the job did before it failed or was cancelled, also in a chunk that came to no end. Never after
    /// <see cref="CompleteAsync"/> has returned.
    /// </summary>
    Task UndoAsync(JobContext job, CancellationToken ct) => Task.CompletedTask;
}
