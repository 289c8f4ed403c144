using System.Diagnostics;
using EventDicom.Domain.Measuring;
using Microsoft.Extensions.Hosting;

namespace EventDicom.Domain.Memory;

/// <summary>Gives memory back that nobody uses any more, when there is nothing much to do.</summary>
public sealed class MemoryTidying : BackgroundService
{
    // Between two looks: the server's own housekeeping makes a few.
    private const long QuietBytes = 32L << 20;

    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_look);
        var before = GC.GetTotalAllocatedBytes();
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var allocated = GC.GetTotalAllocatedBytes();
            // While much is being made, the collector comes by itself.
            if (allocated - before < QuietBytes)
            {
                var start = Stopwatch.GetTimestamp();
                Garbage.Tidy();
                Instruments.MemoryTrimming.RecordSince(start);
            }
            before = allocated;
        }
    }
}
