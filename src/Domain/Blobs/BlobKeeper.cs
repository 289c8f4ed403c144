using EventDicom.Domain.Attachments;
using EventDicom.Domain.Deleting;
using EventDicom.Domain.Instances;
using EventDicom.Domain.Patients;
using EventDicom.Domain.Series;
using EventDicom.Domain.Studies;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EventDicom.Domain.Blobs;

/// <summary>How long bytes are kept that nothing names any more.</summary>
/// <param name="Released">After the deletion of what named them; Orthanc's users know no such time, ours can undo within it.</param>
/// <param name="Margin">By how much a file must be older than the newest event before it can be one that no event names.</param>
public sealed record BlobRetention(TimeSpan Released, TimeSpan Margin);

/// <summary>Runs <see cref="BlobPurge"/>, at once after a patient was recycled, or after a deletion where nothing is kept, and once a day
/// <see cref="OrphanSweep"/>.</summary>
public sealed class BlobKeeper : BackgroundService
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_betweenSweeps = TimeSpan.FromDays(1);
    private static readonly TimeSpan s_afterFailure = TimeSpan.FromMinutes(10);

    private readonly BlobPurge _purge;
    private readonly OrphanSweep _sweep;
    private readonly TimeProvider _time;
    private readonly ILogger<BlobKeeper> _logger;
    private readonly bool _keepsNothing;
    private readonly SemaphoreSlim _released = new(0, 1);

    public BlobKeeper(BlobPurge purge, OrphanSweep sweep, Commits commits, BlobRetention retention, TimeProvider time,
        ILogger<BlobKeeper> logger)
    {
        (_purge, _sweep, _time, _logger) = (purge, sweep, time, logger);
        _keepsNothing = retention.Released == TimeSpan.Zero;
        commits.Made += WakeAfterDeletion;
    }

    public override void Dispose()
    {
        _released.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var nextSweep = DateTimeOffset.MinValue;
        while (true)
        {
            await TryAsync(_purge.RunAsync, stoppingToken);
            if (_time.GetUtcNow() is var now && now >= nextSweep)
                nextSweep = now + (await TryAsync(_sweep.RunAsync, stoppingToken) ? s_betweenSweeps : s_afterFailure);
            await _released.WaitAsync(s_pause, stoppingToken);
        }
    }

    private async Task<bool> TryAsync(Func<CancellationToken, Task> work, CancellationToken ct)
    {
        try
        {
            await work(ct);
            return true;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            Log.CannotTidyBlobs(_logger, failure);
            return false;
        }
    }

    private static bool Releases(object @event) =>
        @event is InstanceDeleted or InstanceOverwritten or SeriesDeleted or StudyDeleted or PatientDeleted
        or AttachmentRemoved or AttachmentStored { Revision: > 0 } or AttachmentCompressed or AttachmentUncompressed;

    private void WakeAfterDeletion(IReadOnlyList<object> events)
    {
        if (!events.Any(@event => @event is PatientDeleted { Recycled: not null } || (_keepsNothing && Releases(@event)))) return;
        try
        {
            _released.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is awake already.
        }
        catch (ObjectDisposedException)
        {
            // The server is stopping.
        }
    }
}
