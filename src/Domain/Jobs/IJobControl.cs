namespace EventDicom.Domain.Jobs;

/// <summary>Something that somebody wants of a job that was submitted.</summary>
public interface IJobControl
{
    string JobId { get; }

    Origin Origin { get; }

    Decision Decide(Job job, DateTimeOffset now);
}
