using EventDicom.Domain.Blobs;

namespace EventDicom.Domain.Tests.Blobs;

public sealed class KeepingAReserve
{
    private const long MB = 1 << 20;

    private readonly List<(long Free, long Total)> _volumes = [(1000 * MB, 10_000 * MB), (800 * MB, 10_000 * MB)];
    private readonly ManualTime _time = new();
    private int _looks;

    [Fact]
    public void lets_in_what_leaves_the_reserve_on_each_volume()
    {
        var reserve = Reserve(500 * MB);

        reserve.Take(300 * MB);
        _volumes[1] = (500 * MB, 10_000 * MB);
        Should.Throw<DiskReserveException>(() => reserve.Take(1));
    }

    [Fact]
    public void looks_once_a_second_and_counts_what_was_taken_in_between()
    {
        var reserve = Reserve(500 * MB);
        reserve.Take(200 * MB);
        _volumes[1] = (550 * MB, 10_000 * MB);
        reserve.Take(100 * MB);
        _looks.ShouldBe(1);

        _time.Advance(TimeSpan.FromSeconds(1));
        reserve.Take(50 * MB);
        _looks.ShouldBe(2);
    }

    [Fact]
    public void looks_anew_when_a_write_has_met_a_full_disk()
    {
        var reserve = Reserve(500 * MB);
        reserve.Take(1);
        _volumes[1] = (0, 10_000 * MB);

        reserve.NoteFailure(new IOException("something else"));
        reserve.Take(1);
        reserve.NoteFailure(new IOException("No space left on device", 28));
        Should.Throw<DiskReserveException>(() => reserve.Take(1));
    }

    [Fact]
    public void looks_again_before_it_refuses()
    {
        _volumes[1] = (500 * MB, 10_000 * MB);
        var reserve = Reserve(500 * MB);
        Should.Throw<DiskReserveException>(() => reserve.Take(1));

        _volumes[1] = (501 * MB, 10_000 * MB);
        reserve.Take(1);
    }

    [Fact]
    public void takes_a_tenth_of_a_small_volume_at_most()
    {
        _volumes.Add((5 * MB, 40 * MB));

        Reserve(500 * MB).Take(MB);
        Should.Throw<DiskReserveException>(() => Reserve(500 * MB).Take(2 * MB));
    }

    [Fact]
    public void is_a_full_disk_to_whoever_asks() => new DiskReserveException().HResult.ShouldBe(28);

    [Fact]
    public void stops_a_body_that_is_longer_than_there_is_room()
    {
        _volumes[0] = (500 * MB + 1000, 10_000 * MB);
        using var body = Reserve(500 * MB).Around(new MemoryStream(new byte[10 * MB]));

        Should.Throw<DiskReserveException>(() => body.CopyTo(Stream.Null));
    }

    [Fact]
    public void lets_half_of_it_be_used_for_what_is_spooled()
    {
        _volumes[1] = (600 * MB, 10_000 * MB);
        var half = Reserve(500 * MB).Half();

        half.Take(350 * MB);
        _volumes[1] = (250 * MB, 10_000 * MB);
        Should.Throw<DiskReserveException>(() => half.Take(1));
    }

    [Fact]
    public void counts_what_a_file_grows_by_before_it_is_written()
    {
        _volumes[1] = (510 * MB, 10_000 * MB);
        var growth = Reserve(500 * MB).Grow();

        for (var length = 1000; length <= 10 * MB; length += 1000) growth.To(length);
        growth.To(5); // written over
        _looks.ShouldBe(1);
        _volumes[1] = (500 * MB, 10_000 * MB);
        Should.Throw<DiskReserveException>(() => growth.To(11 * MB));
    }

    [Fact]
    public void does_nothing_where_there_is_none()
    {
        _volumes[0] = (0, 10_000 * MB);

        Reserve(0).Take(MB);
        _looks.ShouldBe(0);
    }

    private DiskReserve Reserve(long bytes) => new(
        bytes,
        () =>
        {
            _looks++;
            return _volumes;
        },
        _time);

    private sealed class ManualTime : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now;

        public void Advance(TimeSpan time) => _now += time.Ticks;
    }
}
