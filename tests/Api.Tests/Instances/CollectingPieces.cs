using EventDicom.Api.Errors;
using EventDicom.Api.Instances;
using EventDicom.Api.Tests.Configuration;
using EventDicom.Domain.Blobs;
using EventDicom.Domain.Streams;

namespace EventDicom.Api.Tests.Instances;

public sealed class CollectingPieces : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Clock _clock = new();
    private readonly FormPieces _pieces;

    public CollectingPieces() => _pieces = new(new SpoolFolder(_folder.Path, DiskReserve.On(0)), _clock);

    public void Dispose()
    {
        _pieces.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task keeps_those_of_different_users_apart()
    {
        (await AddAsync("a", 2, [1], user: "alice")).ShouldBeNull();
        (await AddAsync("a", 2, [2], user: "bob")).ShouldBeNull();
        (await AddAsync("a", 2, [3], user: "alice")).ShouldBe([1, 3]);
        (await AddAsync("a", 2, [4], user: "bob")).ShouldBe([2, 4]);
        _pieces.Count.ShouldBe(0);
    }

    [Fact]
    public async Task begins_anew_once_a_file_was_whole()
    {
        (await AddAsync("a", 1, [1])).ShouldBe([1]);
        (await AddAsync("a", 1, [2])).ShouldBe([2]);
    }

    [Fact]
    public async Task drops_a_file_that_gets_no_piece_any_more()
    {
        await AddAsync("a", 3, [1]);
        _clock.Pass(FormPieces.Patience / 2);
        await AddAsync("b", 3, [1]);
        await AddAsync("a", 3, [2]);
        _clock.Pass(FormPieces.Patience - TimeSpan.FromSeconds(1));
        _pieces.Count.ShouldBe(2);
        _clock.Pass(TimeSpan.FromSeconds(1));

        _pieces.Count.ShouldBe(0);
        Directory.EnumerateFiles(_folder.Path).ShouldBeEmpty();
        (await AddAsync("a", 3, [3])).ShouldBeNull();
    }

    [Fact]
    public async Task drops_the_one_that_has_waited_longest_when_there_are_too_many()
    {
        await AddAsync("first", 200_001, new byte[200_000]);
        for (var number = 0; number < FormPieces.MostFiles; number++)
        {
            _clock.Pass(TimeSpan.FromSeconds(1));
            await AddAsync($"{number}", 2, [1]);
        }

        _pieces.Count.ShouldBe(FormPieces.MostFiles);
        (await AddAsync("0", 2, [2])).ShouldBe([1, 2]);
        Directory.EnumerateFiles(_folder.Path).ShouldBeEmpty();
    }

    [Fact]
    public async Task drops_a_file_whose_pieces_are_too_long()
    {
        await AddAsync("a", 3, [1, 2]);
        await Should.ThrowAsync<OrthancException>(AddAsync("a", 3, [3, 4]));
        await Should.ThrowAsync<OrthancException>(AddAsync("b", 3, new byte[4]));
        _pieces.Count.ShouldBe(0);
    }

    [Fact]
    public async Task forgets_a_piece_that_breaks_off()
    {
        await AddAsync("a", 3, [1]);
        await Should.ThrowAsync<IOException>(_pieces.AddAsync(new("", "a", 3), new Broken(), default));
        (await AddAsync("a", 3, [2, 3])).ShouldBe([1, 2, 3]);
    }

    private async Task<byte[]?> AddAsync(string name, long size, byte[] piece, string user = "")
    {
        using var whole = await _pieces.AddAsync(new(user, name, size), new MemoryStream(piece), default);
        if (whole is null) return null;
        using var copy = new MemoryStream();
        await whole.CopyToAsync(copy);
        return copy.ToArray();
    }

    private sealed class Broken() : MemoryStream([9])
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Position < Length ? base.ReadAsync(buffer, cancellationToken) : throw new IOException("The client went away");
    }

    // Stands still unless it is told to go on.
    private sealed class Clock : TimeProvider, ITimer
    {
        private TimerCallback? _tick;
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _tick = callback;
            return this;
        }

        public void Pass(TimeSpan time)
        {
            _now += time.Ticks;
            _tick!(null);
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
