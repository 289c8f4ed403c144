using System.Text.Json;
using EventDicom.Domain;
using EventDicom.Domain.Errors;
using EventDicom.Domain.Jobs;
using EventDicom.Domain.Jobs.Running;

namespace EventDicom.Projections.JobHistory;

/// <summary>One job as <c>GET /jobs/{id}</c> shows it.</summary>
/// <param name="Content">Public content of the kind, beside description and counts.</param>
/// <param name="Instances">How many instances it has to handle; 0 for a job of another sort.</param>
/// <param name="Handled">Those that were, the failed ones included.</param>
/// <param name="Runtime">Seconds that finished steps have taken.</param>
/// <param name="StepDone">How much of the step under way is done, from 0 to 1, as far as this node knows.</param>
/// <param name="RunningSince">When the step under way began; <c>null</c> while there is none.</param>
/// <param name="Payload">What programs can read of why it failed; <c>null</c> for nothing.</param>
/// <param name="UserData">What the client gave along for itself; <c>null</c> for nothing.</param>
public sealed record JobView(
    string Id,
    string Type,
    JobState State,
    string Description,
    int Priority,
    JsonElement Content,
    int Instances,
    int Handled,
    int Failed,
    OrthancError Error,
    string Details,
    DateTimeOffset SubmittedAt,
    DateTimeOffset? CompletedAt,
    double Runtime,
    DateTimeOffset? RunningSince,
    IReadOnlyList<JobOutput> Outputs,
    double StepDone,
    JsonElement? UserData,
    ErrorPayload? Payload)
{
    public bool HasEnded => State is JobState.Success or JobState.Failure;
}

/// <summary>How many jobs are listed.</summary>
/// <param name="Pending">Those that wait, to be retried too.</param>
/// <param name="Running">Those that run or are paused.</param>
public sealed record JobCounts(long Pending, long Running, long Success, long Failed);
