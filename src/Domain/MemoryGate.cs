namespace EventDicom.Domain;

/// <summary>
/// Lets as many decoders work at once as their memory allows, in the order in which they came: a huge image waits for room, and does not take it from all others.
/// </summary>
public sealed class MemoryGate
{
    private readonly Lock _lock = new();
    private readonly LinkedList<Waiting> _queue = [];
    private long _free;

    /// <param name="capacity">Bytes that all of them may take together. One that wants more has the whole of it for itself.</param>
    public MemoryGate(long capacity) => _free = Capacity = capacity;

    /// <summary>Bytes that all of them may take together.</summary>
    public long Capacity { get; }

    /// <summary>Waits for room for so many bytes; disposing of the answer gives them back.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up waiting.</exception>
    public async ValueTask<IDisposable> EnterAsync(long bytes, CancellationToken cancellation)
    {
        var share = Math.Clamp(bytes, 0, Capacity);
        Waiting waiting;
        lock (_lock)
        {
            if (_queue.Count == 0 && share <= _free)
            {
                _free -= share;
                return new Room(this, share);
            }

            waiting = new(share, new(TaskCreationOptions.RunContinuationsAsynchronously));
            _queue.AddLast(waiting);
        }

        await using var registration = cancellation.Register(() => waiting.Admitted.TrySetCanceled(cancellation));
        try
        {
            await waiting.Admitted.Task;
            return new Room(this, share);
        }
        catch (OperationCanceledException)
        {
            // Whoever stood behind may fit in now.
            lock (_lock) _queue.Remove(waiting);
            Release(0);
            throw;
        }
    }

    private void Release(long share)
    {
        lock (_lock)
        {
            _free += share;
            while (_queue.First is { } first && first.Value.Share <= _free)
            {
                _queue.RemoveFirst();
                if (first.Value.Admitted.TrySetResult()) _free -= first.Value.Share;
            }
        }
    }

    private sealed record Waiting(long Share, TaskCompletionSource Admitted);

    private sealed class Room(MemoryGate gate, long share) : IDisposable
    {
        private int _disposed;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _disposed, 1) == 0) gate.Release(share);
        }
    }
}
