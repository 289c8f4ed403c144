using System.Text.Json;
using EventDicom.Domain.Errors;
using Wolverine.Persistence.Sagas;

namespace EventDicom.Domain.Jobs.Controlling;

/// <summary>
/// Lists a job that a request did by itself, while its client waited: it has ended, and it could not have outlived the request.
/// </summary>
/// <param name="Content">Public content beside that of the submission; of a job that succeeded.</param>
/// <param name="Error">Success, or what it failed with.</param>
public sealed record RecordJob([property: SagaIdentity] string JobId, NewJob Job, DateTimeOffset StartedAt, JsonElement Content, OrthancError Error, string Details)
{
    public IReadOnlyList<Fact> Decide(DateTimeOffset now)
    {
        var runtime = (now - StartedAt).TotalSeconds;
        object ended = Error == OrthancError.Success
            ? new JobSucceeded(JobId, Content, [], runtime, now)
            : new JobFailed(JobId, Error, Details, runtime, now);
        return [new SubmitJob(JobId, Job).Decide(StartedAt), .. new[] { new JobStarted(JobId, 1, StartedAt), ended }.Select(@event => new Fact(JobStreams.Of(JobId), @event))];
    }
}
