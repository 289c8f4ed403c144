namespace EventDicom.Api.Configuration;

/// <summary>Jobs, and the reports that outlive them.</summary>
public sealed record JobsOptions
{
    /// <summary>Jobs that run at once; 0 is as many as there are processors.</summary>
    public int ConcurrentJobs { get; init; }

    /// <summary>Jobs that run at once, counted.</summary>
    public int AtOnce => ConcurrentJobs > 0 ? ConcurrentJobs : Environment.ProcessorCount;

    /// <summary>Type of job to the threads that one of them may use; 0 is as many as there are processors.</summary>
    public required IReadOnlyDictionary<string, int> JobsEngineThreadsCount { get; init; }

    /// <summary>Finished jobs that are listed.</summary>
    public int JobsHistorySize { get; init; }

    /// <summary>Transactions of storage commitment that are shown; 0 for all.</summary>
    public int StorageCommitmentReportsSize { get; init; }

    /// <summary>Whether jobs that are under way when the server ends go on at its next start; they fail otherwise.</summary>
    public bool SaveJobs { get; init; }

    internal static JobsOptions Read(OptionReader options)
    {
        var jobs = new JobsOptions
        {
            ConcurrentJobs = options.Number(nameof(ConcurrentJobs), 2),
            JobsEngineThreadsCount = options.Table(
                nameof(JobsEngineThreadsCount),
                (_, value) => value.TryGetCount(out var threads) ? threads : throw DefinitionJson.Bad("A number of threads is needed"),
                new Dictionary<string, int> { ["ResourceModification"] = 1 }),
            JobsHistorySize = options.Number(nameof(JobsHistorySize), 10),
            SaveJobs = options.Flag(nameof(SaveJobs), true),
            StorageCommitmentReportsSize = options.Number(nameof(StorageCommitmentReportsSize), 100),
        };
        options.NotYet("a job uses all processors", nameof(JobsEngineThreadsCount));
        return jobs;
    }
}
