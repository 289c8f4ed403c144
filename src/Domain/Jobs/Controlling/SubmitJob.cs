using System.Text.Json;
using Wolverine.Persistence.Sagas;

namespace EventDicom.Domain.Jobs.Controlling;

/// <summary>Begins a job under an id that the caller chose.</summary>
public sealed record SubmitJob([property: SagaIdentity] string JobId, NewJob Job)
{
    public Fact Decide(DateTimeOffset now) => new(JobStreams.Of(JobId), new JobSubmitted(
        JobId, Job.Type, Job.Command, JsonSerializer.SerializeToElement(Job.Content), Job.Description, Job.Priority, Job.Permissive, Job.Instances.Count, now, Job.UserData));
}
