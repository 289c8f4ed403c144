using EventDicom.Domain.Jobs;

namespace EventDicom.Api.Jobs;

/// <summary>Takes the jobs of requests, and answers with where they will be found or with what became of them.</summary>
public sealed class JobDesk(JobSubmission jobs)
{
    /// <summary>
    /// Submits a job. To a client that does not wait, answers its id and path; to one that waits, the public content of the
    /// finished job. The job goes on when the client goes away.
    /// </summary>
    /// <exception cref="OrthancException">The client waited and the job failed: with the job's own code and details.</exception>
    public async Task AnswerAsync(HttpContext context, NewJob job, bool isSynchronous)
    {
        var id = await jobs.SubmitAsync(job);
        if (!isSynchronous)
        {
            await context.Response.WriteOrthancJsonAsync(id, static (json, id) =>
            {
                json.WriteStartObject();
                json.WriteString("ID", id);
                json.WriteString("Path", $"/jobs/{id}");
                json.WriteEndObject();
            });
            return;
        }
        throw new OrthancException(OrthancError.NotImplemented);
    }
}
