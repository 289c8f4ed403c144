using EventDicom.Api.Metrics;

namespace EventDicom.Api.Tests.Metrics;

public sealed class KeepingPeaks
{
    private static readonly DateTimeOffset s_noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    private readonly PeakDuration _peak = new();

    [Fact]
    public void has_none_before_the_first() => _peak.Current.ShouldBeNull();

    [Fact]
    public void shows_the_longest_and_when_it_was()
    {
        Record(milliseconds: 3, second: 0);
        Record(milliseconds: 7, second: 2);
        Record(milliseconds: 5, second: 4);

        _peak.Current.ShouldBe(new(TimeSpan.FromMilliseconds(7), s_noon.AddSeconds(2)));
    }

    [Fact]
    public void forgets_it_after_ten_seconds_once_there_is_another()
    {
        Record(milliseconds: 7, second: 0);
        Record(milliseconds: 3, second: 10);
        _peak.Current!.Duration.TotalMilliseconds.ShouldBe(7);

        Record(milliseconds: 2, second: 11);
        _peak.Current.ShouldBe(new(TimeSpan.FromMilliseconds(2), s_noon.AddSeconds(11)));
    }

    private void Record(int milliseconds, int second) => _peak.Record(TimeSpan.FromMilliseconds(milliseconds), s_noon.AddSeconds(second));
}
