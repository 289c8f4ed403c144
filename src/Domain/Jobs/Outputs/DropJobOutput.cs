using EventDicom.Domain.Errors;

namespace EventDicom.Domain.Jobs.Outputs;

/// <summary>Removes files that jobs left, and records it.</summary>
public sealed class DropJobOutput(JobOutputs outputs, Ledger ledger, ArchiveClock clock)
{
    /// <returns>Error 7 when there is no such file.</returns>
    public async Task<Refused?> RunAsync(string job, string key, Origin origin, CancellationToken ct)
    {
        if (!outputs.Drop(job, key)) return new(OrthancError.InexistentItem);

        await ledger.WriteAsync(new Fact(JobStreams.Of(job), new JobOutputDropped(job, key, clock.Next())), origin, ct);
        return null;
    }
}
