using System.Text.Json;
using System.Text.Json.Nodes;
using EventDicom.Domain.Errors;
using EventDicom.Domain.Jobs.Running;
using Wolverine;
using Wolverine.Runtime;

namespace EventDicom.Domain.Jobs.Controlling;

/// <summary>Where jobs are handed in.</summary>
public sealed class JobSubmission(IWolverineRuntime runtime, JobKinds kinds)
{
    /// <summary>Records the job and has it started as soon as its turn comes. When this returns, the job survives any crash.</summary>
    /// <returns>Its id, a UUID in lower case.</returns>
    /// <exception cref="ArgumentException">There is no kind of the job's type.</exception>
    public async Task<string> SubmitAsync(NewJob job)
    {
        _ = kinds[job.Type];
        var id = Guid.NewGuid().ToString();
        await new MessageBus(runtime).InvokeAsync(new SubmitJob(id, job));
        return id;
    }

    /// <summary>Lists a job that the caller has done already, or failed at.</summary>
    /// <param name="content">Public content beside that of the job; of one that succeeded.</param>
    /// <param name="error">Success, or what it failed with.</param>
    public Task RecordAsync(NewJob job, DateTimeOffset startedAt, JsonObject content, OrthancError error, string details) =>
        new MessageBus(runtime).InvokeAsync(new RecordJob(Guid.NewGuid().ToString(), job, startedAt, JsonSerializer.SerializeToElement(content), error, details));
}
