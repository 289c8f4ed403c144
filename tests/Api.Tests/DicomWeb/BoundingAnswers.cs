using EventDicom.Api.DicomWeb.Servers;

namespace EventDicom.Api.Tests.DicomWeb;

/// <summary>What other servers answer is bounded in bytes, in silence and in slowness.</summary>
public sealed class BoundingAnswers
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private readonly Clock _clock = new();

    [Fact]
    public async Task passes_on_what_is_within_the_bounds()
    {
        await using var answer = new AnswerStream(new MemoryStream([1, 2, 3]), 3, s_patience, _clock);
        using var copy = new MemoryStream();
        await answer.CopyToAsync(copy);
        copy.ToArray().ShouldBe(new byte[] { 1, 2, 3 });
        answer.Total.ShouldBe(3);
    }

    [Fact]
    public async Task ends_what_is_longer()
    {
        await using var answer = new AnswerStream(new MemoryStream(new byte[100]), 99, s_patience, _clock);
        (await Should.ThrowAsync<BrokenAnswerException>(() => answer.CopyToAsync(Stream.Null))).Message.ShouldBe("more than 99 bytes");
    }

    [Fact]
    public async Task gives_each_piece_as_much()
    {
        await using var answer = new AnswerStream(new MemoryStream(new byte[100]), 60, s_patience, _clock);
        var buffer = new byte[50];
        await answer.ReadExactlyAsync(buffer);
        answer.Renew();
        await answer.ReadExactlyAsync(buffer);
        answer.Total.ShouldBe(100);
    }

    [Fact]
    public async Task ends_what_comes_too_slowly_once_the_patience_is_over()
    {
        await using var answer = new AnswerStream(new MemoryStream(new byte[10_000]), long.MaxValue, s_patience, _clock);
        var buffer = new byte[AnswerStream.SlowestRate];
        _clock.Now += s_patience;
        await answer.ReadExactlyAsync(buffer);
        _clock.Now += TimeSpan.FromSeconds(1);
        await answer.ReadExactlyAsync(buffer);
        _clock.Now += TimeSpan.FromSeconds(3);
        await Should.ThrowAsync<BrokenAnswerException>(async () => await answer.ReadExactlyAsync(buffer));
    }

    [Fact]
    public async Task waits_for_ever_where_the_site_says_so()
    {
        await using var answer = new AnswerStream(new MemoryStream(new byte[1]), 1, Timeout.InfiniteTimeSpan, _clock);
        _clock.Now += TimeSpan.FromDays(1);
        (await answer.ReadAsync(new byte[1])).ShouldBe(1);
    }

    [Fact]
    public async Task ends_a_silence()
    {
        await using var answer = new AnswerStream(new Silence(), 1, TimeSpan.FromMilliseconds(20), _clock);
        (await Should.ThrowAsync<BrokenAnswerException>(async () => await answer.ReadExactlyAsync(new byte[1])))
            .Message.ShouldBe("an answer that has no end in time");
    }

    [Fact]
    public async Task calls_a_failure_of_the_network_by_its_name()
    {
        await using var answer = new AnswerStream(new Broken(), 1, s_patience, _clock);
        (await Should.ThrowAsync<BrokenAnswerException>(async () => await answer.ReadExactlyAsync(new byte[1]))).Message.ShouldBe("reset");
    }

    [Fact]
    public async Task leaves_it_to_its_reader_to_give_up()
    {
        await using var answer = new AnswerStream(new Silence(), 1, s_patience, _clock);
        using var stop = new CancellationTokenSource();
        var reading = answer.ReadExactlyAsync(new byte[1], stop.Token).AsTask();
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => reading);
    }

    private sealed class Clock : TimeProvider
    {
        public TimeSpan Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }

    private sealed class Silence : MemoryStream
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return 0;
        }
    }

    private sealed class Broken : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new IOException("reset");
    }
}
