using System.Diagnostics;
using System.Threading.Channels;

namespace EventDicom.Domain.Instances;

/// <summary>
/// Puts batches together. Senders that wait for an answer send again at once: half of them are answered while the other half is queued
/// already, and batches taken at once stay half as large as there are senders, at nearly the same cost each. So a batch waits a
/// moment for as many as were there before.
/// </summary>
/// <remarks>A sender alone never waits; where senders do not come back, one batch does.</remarks>
/// <param name="batchLimit">Instances that a batch may have.</param>
/// <param name="longest">How long a batch waits at most, also where batches take long.</param>
public sealed class Gathering(int batchLimit, TimeSpan longest)
{
    // Of the time that a batch takes.
    private const int Share = 4;

    private int _expected;
    private TimeSpan _patience;

    /// <summary>Takes what is queued, and what comes until there is as much as was expected or the time is up.</summary>
    public async Task FillAsync<T>(ChannelReader<T> queue, List<T> batch)
    {
        Take();
        for (var start = Stopwatch.GetTimestamp(); batch.Count < _expected; Take())
        {
            var left = _patience - Stopwatch.GetElapsedTime(start);
            if (left <= TimeSpan.Zero) return;
            var more = queue.WaitToReadAsync().AsTask();
            await ((Task)more).WaitAsync(left).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!more.IsCompletedSuccessfully || !more.Result) return;
        }

        void Take()
        {
            while (batch.Count < batchLimit && queue.TryRead(out var waiting)) batch.Add(waiting);
        }
    }

    /// <param name="instances">That the batch stored.</param>
    /// <param name="queued">That came meanwhile.</param>
    /// <param name="took">Time of the batch.</param>
    public void Stored(int instances, int queued, TimeSpan took)
    {
        _expected = Math.Min(instances + queued, batchLimit);
        _patience = took / Share < longest ? took / Share : longest;
    }
}
