using EventDicom.Domain.Finding;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EventDicom.Domain.Reconstructing;

/// <summary>
/// Reads the main tags that were none yet when resources were stored, after <c>ExtraMainDicomTags</c> or the program has changed: one file
/// of each, in the background, on one node at a time. Until it is through, searches look into the files of those that lack them
/// (<see cref="MainTagsCoverage"/>).
/// </summary>
public sealed class MainTagsFilling(
    Reconstruction reconstruction, IKeptTags kept, MainTagsCoverage coverage, TimeProvider time,
    ILogger<MainTagsFilling> logger) : BackgroundService
{
    private const int ProgressEvery = 10_000;

    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(5);

    // Clients are to notice nothing of it.
    private static readonly Rereading s_whatIsMissing = new() { OnlyAdds = true, AtOnce = 1 };

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                if (await NextAsync(stoppingToken)) return;
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                Log.CannotFill(logger, failure);
            }
            await Task.Delay(s_pause, time, stoppingToken);
        }
    }

    /// <returns>Whether nothing is left to do for this run of the server.</returns>
    private async Task<bool> NextAsync(CancellationToken ct)
    {
        if (await reconstruction.CountAsync(s_whatIsMissing, ct) is > 0 and var total)
        {
            await using var held = await kept.TryHoldFillingAsync(ct);
            if (held is null) return false; // another node is at it
            Log.Filling(logger, 0, total);
            if (await reconstruction.RunAsync(s_whatIsMissing, Origin.Server, new Logged(logger, total), ct) is var unreadable and > 0)
            {
                Log.FilledInPart(logger, unreadable);
                return true; // their files may have come back at the next start
            }
            Log.Filled(logger, total);
        }
        coverage.IsComplete = true;
        return true;
    }

    private sealed class Logged(ILogger logger, long total) : IProgress<int>
    {
        private int _said;

        public void Report(int value)
        {
            if (value - _said < ProgressEvery) return;
            Log.Filling(logger, _said = value, total);
        }
    }
}
