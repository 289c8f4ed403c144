using EventDicom.Domain.Memory;

namespace EventDicom.Domain.Tests.Memory;

public sealed class SharingMemory
{
    private readonly MemoryLimiter _limiter = new(100, most: 1000);

    [Fact]
    public async Task lets_in_what_fits_and_the_rest_when_there_is_room()
    {
        var first = await StayAsync(60);
        var second = await StayAsync(40);
        var third = Come(50);

        await second.LeaveAsync();
        third.IsIn.ShouldBeFalse();
        await first.LeaveAsync();
        await third.LeaveAsync();

        _limiter.Peak.ShouldBe(100);
    }

    [Fact]
    public async Task gives_the_whole_of_it_to_one_that_wants_more()
    {
        var small = await StayAsync(1);
        var huge = Come(1000);
        var behind = Come(1);
        huge.IsIn.ShouldBeFalse();
        behind.IsIn.ShouldBeFalse();

        await small.LeaveAsync();
        await huge.EnteredAsync();
        behind.IsIn.ShouldBeFalse();
        await huge.LeaveAsync();
        await behind.LeaveAsync();
    }

    [Fact]
    public async Task refuses_what_there_is_no_memory_for_without_a_wait()
    {
        var other = await StayAsync(100);

        var refused = _limiter.RunAsync<int>(1001, () => throw new InvalidOperationException(), default);

        refused.IsFaulted.ShouldBeTrue();
        await Should.ThrowAsync<NotEnoughMemoryException>(refused);
        await other.LeaveAsync();
    }

    [Fact]
    public async Task does_not_let_those_wait_who_stood_behind_one_that_gave_up()
    {
        var small = await StayAsync(1);
        using var giveUp = new CancellationTokenSource();
        var huge = Come(100, giveUp.Token);
        var behind = Come(1);

        await giveUp.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(huge.Done);
        await behind.EnteredAsync();
        await behind.LeaveAsync();
        await small.LeaveAsync();
    }

    [Fact]
    public async Task sends_away_who_has_waited_long_enough_and_lets_in_who_stood_behind()
    {
        var small = await StayAsync(1);
        var huge = _limiter.RunAsync(100, () => 7, default, TimeSpan.FromMilliseconds(20));
        var behind = Come(1);

        await Should.ThrowAsync<MemoryBusyException>(huge);
        await behind.EnteredAsync();
        await behind.LeaveAsync();
        await small.LeaveAsync();
    }

    [Fact]
    public async Task sends_away_who_would_stand_too_far_behind()
    {
        var first = await StayAsync(100);
        var queue = Enumerable.Range(0, 256).Select(_ => _limiter.RunAsync(1, () => 7, default, TimeSpan.FromMinutes(1))).ToList();

        await Should.ThrowAsync<MemoryBusyException>(_limiter.RunAsync(1, () => 7, default, TimeSpan.FromMinutes(1)));
        await first.LeaveAsync();
        (await Task.WhenAll(queue)).ShouldAllBe(answer => answer == 7);
    }

    [Fact]
    public async Task gives_a_share_back_once()
    {
        var share = await _limiter.HoldAsync(60, TimeSpan.FromMinutes(1), default);
        var other = Come(60);
        other.IsIn.ShouldBeFalse();

        share.Dispose();
        share.Dispose();
        await other.EnteredAsync();
        (await _limiter.RunAsync(40, () => 7, default)).ShouldBe(7);
        await Should.ThrowAsync<MemoryBusyException>(_limiter.RunAsync(41, () => 7, default, TimeSpan.Zero));
        await other.LeaveAsync();
    }

    [Fact]
    public async Task gives_room_back_where_the_work_fails()
    {
        await Should.ThrowAsync<InvalidDataException>(() => _limiter.RunAsync<int>(100, () => throw new InvalidDataException(), default));

        (await _limiter.RunAsync(100, () => 7, default)).ShouldBe(7);
    }

    [Fact]
    public async Task never_gives_away_more_than_there_is_and_forgets_nobody()
    {
        var (inside, most) = (0L, 0L);
        var random = new Random(1);
        await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => random.Next(0, 130))
            .Select(bytes => Task.Run(() => _limiter.RunAsync(bytes, () =>
            {
                var share = Math.Min(bytes, 100);
                InterlockedMax(ref most, Interlocked.Add(ref inside, share));
                Thread.Yield();
                return Interlocked.Add(ref inside, -share);
            }, default))));

        inside.ShouldBe(0);
        most.ShouldBeInRange(1, 100);
        _limiter.Peak.ShouldBeInRange(most, 100);
    }

    private static void InterlockedMax(ref long most, long now)
    {
        for (var seen = Interlocked.Read(ref most); now > seen; seen = Interlocked.Read(ref most))
            Interlocked.CompareExchange(ref most, now, seen);
    }

    private Visitor Come(long bytes, CancellationToken ct = default) => new(_limiter, bytes, ct);

    private async Task<Visitor> StayAsync(long bytes)
    {
        var visitor = Come(bytes);
        await visitor.EnteredAsync();
        return visitor;
    }

    /// <summary>Stays inside until it is told to leave, on a thread of its own as everybody does who works there.</summary>
    private sealed class Visitor
    {
        private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _leave = new();

        public Visitor(MemoryLimiter limiter, long bytes, CancellationToken ct)
        {
            // The place in the queue is taken before this returns.
            var queued = new TaskCompletionSource();
            Done = Task.Factory.StartNew(async () =>
            {
                var stay = limiter.RunAsync(bytes, () =>
                {
                    queued.TrySetResult();
                    _entered.SetResult();
                    _leave.Task.Wait(CancellationToken.None);
                    return 0;
                }, ct);
                queued.TrySetResult();
                await stay;
            }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
            queued.Task.Wait(CancellationToken.None);
        }

        public bool IsIn => _entered.Task.IsCompleted;

        public Task Done { get; }

        public Task EnteredAsync() => _entered.Task.WaitAsync(TimeSpan.FromMinutes(1));

        public Task LeaveAsync()
        {
            _leave.SetResult();
            return Done.WaitAsync(TimeSpan.FromMinutes(1));
        }
    }
}
