namespace EventDicom.Domain.Jobs;

/// <summary>Have a kind of job handle a chunk of instances. Durable; may be handled more than once.</summary>
public sealed record WorkChunk(string JobId, int Run, int Chunk);

/// <summary>Have a kind of job do its last step. Durable; may be handled more than once.</summary>
public sealed record CompleteJob(string JobId, int Run);

/// <summary>Have a kind of job undo what it did, because the job fails, or has failed. Durable; may be handled more than once.</summary>
public sealed record AbandonJob(string JobId, int Run);

/// <summary>Look whether a place is free, and who gets it. Durable; once too often is harmless.</summary>
public sealed record ScheduleJobs;
