namespace EventDicom.Domain.Tests;

public sealed class TellingTheTime
{
    private sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    }

    [Fact]
    public async Task never_gives_two_readings_of_one_time()
    {
        var clock = new ArchiveClock(new StoppedClock());
        var readings = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Enumerable.Range(0, 1000).Select(_ => clock.Next()).ToList())));

        foreach (var own in readings) own.ShouldBe(own.Order());
        readings.SelectMany(own => own).Distinct().Count().ShouldBe(4000);
        readings.SelectMany(own => own).ShouldAllBe(time => time.Ticks % TimeSpan.TicksPerMicrosecond == 0);
    }
}
