using EventDicom.Domain.Stability;

namespace EventDicom.Domain.Tests.Stability;

public sealed class TellingTheAgeOfEvents
{
    private static readonly TimeSpan s_age = TimeSpan.FromSeconds(60);

    private readonly Clock _time = new();

    [Fact]
    public void takes_strictly_more_than_the_age()
    {
        var age = new EventAge(_time, s_age);

        age.Note(5).ShouldBeNull();
        _time.Passed += s_age;
        age.Note(9).ShouldBeNull();
        _time.Passed += TimeSpan.FromSeconds(1);
        age.Note(12).ShouldBe(5);
        _time.Passed += s_age;
        age.Note(12).ShouldBe(9);
    }

    [Fact]
    public void keeps_what_has_rested_while_nothing_new_has()
    {
        var age = new EventAge(_time, s_age);
        age.Note(5);
        _time.Passed += s_age * 2;

        age.Note(6).ShouldBe(5);
        age.Note(7).ShouldBe(5);
    }

    [Fact]
    public void does_not_care_what_the_wall_clock_says()
    {
        var age = new EventAge(_time, s_age);
        age.Note(5);
        foreach (var jump in (int[])[1, -2, 24])
        {
            _time.Wall += TimeSpan.FromHours(jump);
            age.Note(6).ShouldBeNull();
        }
        _time.Passed += s_age * 1.5;
        age.Note(7).ShouldBe(6);
    }

    private sealed class Clock : TimeProvider
    {
        public TimeSpan Passed { get; set; }

        public DateTimeOffset Wall { get; set; } = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Passed.Ticks;

        public override DateTimeOffset GetUtcNow() => Wall;
    }
}
