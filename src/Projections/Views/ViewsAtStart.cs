using EventDicom.Domain;
using EventDicom.Domain.Changes;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EventDicom.Projections.Views;

/// <summary>Sees to it that the views are those of this program before anything else starts. Registered right behind Marten, which makes
/// the tables of the events.</summary>
public sealed partial class ViewsAtStart(ViewRebuild rebuild, Ledger ledger, NpgsqlDataSource database, ArchiveClock clock,
    ILogger<ViewsAtStart> logger) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await CountChangesAsync(cancellationToken);
        if (await rebuild.EnsureAsync(new Progress(logger), cancellationToken) is { Done: > 1 } done)
            Built(logger, done.Done, done.Elapsed.TotalSeconds);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // Once in the life of an archive. It comes before whatever else this start may record.
    private async Task CountChangesAsync(CancellationToken ct)
    {
        await using var known = database.CreateCommand($"select exists (select from {EventStore.Schema}.mt_streams where id = $1)");
        known.Parameters.Add(new() { Value = ChangesCounted.Stream });
        if ((bool)(await known.ExecuteScalarAsync(ct))!) return;
        await ledger.WriteAsync(
            (_, _) =>
                Task.FromResult<IReadOnlyList<Entry>>([new(new(ChangesCounted.Stream, new ChangesCounted(clock.Next())), Origin.Server)]),
                ct);
    }

    // Not Progress<T>, which reports in no order, and perhaps when all is over.
    private sealed class Progress(ILogger logger) : IProgress<RebuildProgress>
    {
        void IProgress<RebuildProgress>.Report(RebuildProgress value) => Building(logger, value.Done, value.Total);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Building the views: {Done} of {Total} events")]
    private static partial void Building(ILogger logger, long done, long total);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "The views were not there, or of another version of the program: built from {Events} events in {Seconds:0.0} s")]
    private static partial void Built(ILogger logger, long events, double seconds);
}
