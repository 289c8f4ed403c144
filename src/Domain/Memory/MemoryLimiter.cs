namespace EventDicom.Domain.Memory;

/// <summary>
/// Gives out shares of a bounded memory, in the order in which they were asked for: a huge image waits for room, and does not take it from
/// all others. Who has a share of a limiter never waits for another share of it.
/// </summary>
public sealed class MemoryLimiter
{
    /// <summary>How long a request waits for room before it is told to come again.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    // Who would stand farther behind is told so at once.
    private const int MostWaiting = 256;

    private readonly Lock _lock = new();
    private readonly LinkedList<Waiting> _queue = [];
    private readonly long _most;
    private long _free;
    private long _least;
    private int _shares;

    /// <param name="capacity">Bytes that all of them may take together. One that wants more has the whole of it for itself.</param>
    /// <param name="most">Bytes that nothing can have, for there is no such memory; one that wants more is refused.</param>
    public MemoryLimiter(long capacity, long most = long.MaxValue) =>
        (_free, _least, Capacity, _most) = (capacity, capacity, capacity, most);

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

    /// <summary>Bytes that are taken now.</summary>
    public long Taken
    {
        get
        {
            lock (_lock) return Capacity - _free;
        }
    }

    /// <summary>Shares that are held now.</summary>
    public int Shares => Volatile.Read(ref _shares);

    /// <summary>Waits for room for so many bytes, does the work and gives the room back.</summary>
    /// <param name="work">
    /// Not asynchronous, so that it cannot wait for a client, or for the limiter where it holds a share of it. What it returns must be
    /// small: it is not counted any more.
    /// </param>
    /// <param name="patience">How long to wait, e.g. <see cref="Patience"/>; without end where it is left out, as jobs do.</param>
    /// <exception cref="NotEnoughMemoryException">No machine like this can hold so much.</exception>
    /// <exception cref="MemoryBusyException">There was no room for so long, or too many wait already.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up waiting.</exception>
    public async Task<T> RunAsync<T>(long bytes, Func<T> work, CancellationToken ct, TimeSpan? patience = null)
    {
        using var share = await HoldAsync(bytes, patience ?? Timeout.InfiniteTimeSpan, ct);
        return work();
    }

    /// <summary>Waits for room for so many bytes.</summary>
    /// <param name="patience">How long to wait.</param>
    /// <returns>The room; disposing of it gives it back.</returns>
    /// <inheritdoc cref="RunAsync"/>
    public async ValueTask<Share> HoldAsync(long bytes, TimeSpan patience, CancellationToken ct)
    {
        if (bytes > _most) throw new NotEnoughMemoryException(bytes);

        var size = Math.Clamp(bytes, 0, Capacity);
        await EnterAsync(size, patience, ct);
        Garbage.MakeRoom(size);
        return new Share(this, size);
    }

    private ValueTask EnterAsync(long share, TimeSpan patience, CancellationToken ct)
    {
        lock (_lock)
        {
            if (_queue.Count == 0 && share <= _free)
            {
                Take(share);
                return ValueTask.CompletedTask;
            }

            if (patience != Timeout.InfiniteTimeSpan && _queue.Count >= MostWaiting) throw new MemoryBusyException();
            var waiting = new Waiting(share, new(TaskCreationOptions.RunContinuationsAsynchronously));
            _queue.AddLast(waiting);
            return new(WaitAsync(waiting, patience, ct));
        }
    }

    private async Task WaitAsync(Waiting waiting, TimeSpan patience, CancellationToken ct)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(ct);
        end.CancelAfter(patience);
        await using var registration = end.Token.Register(() => waiting.Admitted.TrySetCanceled(CancellationToken.None));
        try
        {
            await waiting.Admitted.Task;
        }
        catch (OperationCanceledException)
        {
            // Whoever stood behind may fit in now.
            lock (_lock) _queue.Remove(waiting);
            Leave(0);
            ct.ThrowIfCancellationRequested();
            throw new MemoryBusyException();
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

    /// <summary>Room that is held until this is disposed of.</summary>
    public sealed class Share : IDisposable
    {
        private readonly long _size;
        private MemoryLimiter? _limiter;

        internal Share(MemoryLimiter limiter, long size)
        {
            (_limiter, _size) = (limiter, size);
            Interlocked.Increment(ref limiter._shares);
        }

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _limiter, null) is not { } limiter) return;
            Interlocked.Decrement(ref limiter._shares);
            limiter.Leave(_size);
        }
    }

    private sealed record Waiting(long Share, TaskCompletionSource Admitted);
}
