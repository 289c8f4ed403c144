namespace EventDicom.Domain.Jobs;

/// <summary>The stream of each job.</summary>
public static class JobStreams
{
    public static string Of(string jobId) => $"job:{jobId}";
}
