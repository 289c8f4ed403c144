using System.Threading.Channels;
using EventDicom.Domain.Instances;

namespace EventDicom.Domain.Tests.Instances;

public class GatheringBatches
{
    private static readonly TimeSpan s_long = TimeSpan.FromMinutes(10);

    private readonly Channel<int> _queue = Channel.CreateUnbounded<int>();
    private readonly List<int> _batch = [];

    [Fact]
    public void A_lone_sender_waits_for_nobody()
    {
        var gathering = Given(lastBatch: 1, queuedMeanwhile: 0);
        Queue(1);

        Assert.True(gathering.FillAsync(_queue.Reader, _batch).IsCompletedSuccessfully);
        Assert.Equal([1], _batch);
    }

    [Fact]
    public void The_first_batch_waits_for_nobody()
    {
        Queue(1, 2);

        Assert.True(new Gathering(64, s_long).FillAsync(_queue.Reader, _batch).IsCompletedSuccessfully);
        Assert.Equal([1, 2], _batch);
    }

    [Fact]
    public async Task A_batch_waits_for_as_many_as_were_there_before()
    {
        var gathering = Given(lastBatch: 2, queuedMeanwhile: 2);
        Queue(1, 2);

        var filling = gathering.FillAsync(_queue.Reader, _batch);
        Assert.False(filling.IsCompleted);
        Queue(3);
        Assert.False(filling.IsCompleted);
        Queue(4);

        await filling.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal([1, 2, 3, 4], _batch);
    }

    [Fact]
    public async Task Those_that_stay_away_are_waited_for_once()
    {
        var gathering = new Gathering(64, s_long);
        gathering.Stored(2, queued: 2, TimeSpan.FromMilliseconds(4));
        Queue(1, 2);

        await gathering.FillAsync(_queue.Reader, _batch).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal([1, 2], _batch);

        gathering.Stored(2, queued: 0, s_long);
        _batch.Clear();
        Queue(3, 4);
        Assert.True(gathering.FillAsync(_queue.Reader, _batch).IsCompletedSuccessfully);
        Assert.Equal([3, 4], _batch);
    }

    [Fact]
    public void A_batch_has_no_more_than_its_limit()
    {
        var gathering = Given(lastBatch: 3, queuedMeanwhile: 40, limit: 3);
        Queue(1, 2, 3, 4);

        Assert.True(gathering.FillAsync(_queue.Reader, _batch).IsCompletedSuccessfully);
        Assert.Equal([1, 2, 3], _batch);
    }

    [Fact]
    public async Task An_end_is_not_waited_out()
    {
        var gathering = Given(lastBatch: 2, queuedMeanwhile: 2);
        Queue(1);

        var filling = gathering.FillAsync(_queue.Reader, _batch);
        _queue.Writer.Complete();

        await filling.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal([1], _batch);
    }

    private static Gathering Given(int lastBatch, int queuedMeanwhile, int limit = 64)
    {
        var gathering = new Gathering(limit, s_long);
        gathering.Stored(lastBatch, queuedMeanwhile, s_long * 4);
        return gathering;
    }

    private void Queue(params int[] instances)
    {
        foreach (var instance in instances) Assert.True(_queue.Writer.TryWrite(instance));
    }
}
