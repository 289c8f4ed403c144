namespace EventDicom.Domain.Jobs;

/// <summary>Removes a file that a job left.</summary>
public sealed record DropJobOutput(string JobId, string Key, Origin Origin);

public static class DropJobOutputHandler
{
    /// <returns>Whether there was such a file.</returns>
    public static async Task<bool> HandleAsync(DropJobOutput command, JobOutputs outputs, Ledger ledger, ArchiveClock clock, CancellationToken cancellation)
    {
        if (!outputs.Drop(command.JobId, command.Key)) return false;

        var dropped = new Fact(JobStreams.Of(command.JobId), new JobOutputDropped(command.JobId, command.Key, clock.Next()));
        await ledger.WriteAsync((_, _) => Task.FromResult<IReadOnlyList<Entry>>([new(dropped, command.Origin)]), cancellation);
        return true;
    }
}
