namespace EventDicom.Domain;

/// <summary>
/// Lets as many decoders and transcoders work at once as their memory allows, in the order in which they came: a huge image waits for room, and does
/// not take it from all others. What works inside neither waits for the gate nor for a client, so whoever is inside leaves again.
/// </summary>
public sealed class MemoryGate
{
    private readonly Lock _lock = new();
    private readonly LinkedList<Waiting> _queue = [];
    private readonly long _most;
    private long _free;
    private long _least;

    /// <param name="capacity">Bytes that all of them may take together. One that wants more has the whole of it for itself.</param>
    /// <param name="most">Bytes that nothing can have, for there is no such memory; one that wants more is refused.</param>
    public MemoryGate(long capacity, long most = long.MaxValue) => (_free, _least, Capacity, _most) = (capacity, capacity, capacity, most);

    /// <summary>Bytes that all of them may take together.</summary>
    public long Capacity { get; }

    /// <summary>The most bytes that they ever took together; one that was alone counts as the whole capacity.</summary>
    public long Peak
    {
        get
        {
            lock (_lock) return Capacity - _least;
        }
    }

    /// <summary>A gate for this machine, or for the part of it that this process may use: never more than half of its memory.</summary>
    public static MemoryGate OfThisMachine(long capacity)
    {
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        return new(Math.Min(capacity, memory / 2), memory / 4 * 3);
    }

    /// <summary>Waits for room for so many bytes, does the work and gives the room back.</summary>
    /// <param name="work">
    /// Not asynchronous, so that it cannot wait for a client, or for the gate where it holds a share of it. What it returns must be small: it is
    /// not counted any more.
    /// </param>
    /// <exception cref="NotEnoughMemoryException">No machine like this can hold so much.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up waiting.</exception>
    public async Task<T> RunAsync<T>(long bytes, Func<T> work, CancellationToken cancellation)
    {
        if (bytes > _most) throw new NotEnoughMemoryException(bytes);

        var share = Math.Clamp(bytes, 0, Capacity);
        await EnterAsync(share, cancellation);
        try
        {
            return work();
        }
        finally
        {
            Leave(share);
        }
    }

    private ValueTask EnterAsync(long share, CancellationToken cancellation)
    {
        lock (_lock)
        {
            if (_queue.Count == 0 && share <= _free)
            {
                Take(share);
                return ValueTask.CompletedTask;
            }

            var waiting = new Waiting(share, new(TaskCreationOptions.RunContinuationsAsynchronously));
            _queue.AddLast(waiting);
            return new(WaitAsync(waiting, cancellation));
        }
    }

    private async Task WaitAsync(Waiting waiting, CancellationToken cancellation)
    {
        await using var registration = cancellation.Register(() => waiting.Admitted.TrySetCanceled(cancellation));
        try
        {
            await waiting.Admitted.Task;
        }
        catch (OperationCanceledException)
        {
            // Whoever stood behind may fit in now.
            lock (_lock) _queue.Remove(waiting);
            Leave(0);
            throw;
        }
    }

    private void Leave(long share)
    {
        lock (_lock)
        {
            _free += share;
            while (_queue.First is { } first && first.Value.Share <= _free)
            {
                _queue.RemoveFirst();
                if (first.Value.Admitted.TrySetResult()) Take(first.Value.Share);
            }
        }
    }

    private void Take(long share)
    {
        _free -= share;
        _least = Math.Min(_least, _free);
    }

    private sealed record Waiting(long Share, TaskCompletionSource Admitted);
}
