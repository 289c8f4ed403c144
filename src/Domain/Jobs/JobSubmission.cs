namespace EventDicom.Domain.Jobs;

/// <summary>Where jobs are handed in.</summary>
public sealed class JobSubmission
{
    /// <summary>Records the job and has it started as soon as its turn comes. When this returns, the job survives any crash.</summary>
    /// <returns>Its id, a UUID in lower case.</returns>
    /// <exception cref="ArgumentException">There is no kind of the job's type.</exception>
    public Task<string> SubmitAsync(NewJob job) => throw new NotSupportedException(job.Type);
}
