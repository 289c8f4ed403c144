namespace EventDicom.Domain.Tests;

public sealed class TellingTheTime
{
    [Fact]
    public void gives_whole_microseconds_and_forgets_a_clock_that_was_ahead()
    {
        var noon = new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
        var time = new SettableClock { Now = noon.AddTicks(1_234_567) };
        var clock = new ArchiveClock(time);

        clock.Next().ShouldBe(noon.AddTicks(1_234_560));
        time.Now = noon.AddHours(1);
        clock.Next().ShouldBe(noon.AddHours(1));
        time.Now = noon.AddSeconds(1);
        clock.Next().ShouldBe(noon.AddSeconds(1));
    }

    private sealed class SettableClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
