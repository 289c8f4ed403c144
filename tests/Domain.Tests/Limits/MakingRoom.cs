using EventDicom.Domain.Errors;
using EventDicom.Domain.Limits;

namespace EventDicom.Domain.Tests.Limits;

public sealed class MakingRoom
{
    private static readonly DateTimeOffset s_noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private static readonly OrthancId s_arriving = new("arriving");
    private static readonly RecyclablePatient[] s_leastRecent = [new(new("first"), 30), new(new("second"), 50), new(new("third"), 20)];

    [Theory]
    [InlineData(0, 0, 1_000_000, 50, false)] // no limit
    [InlineData(1000, 0, 1000, 50, false)]
    [InlineData(1000, 0, 1001, 50, true)]
    [InlineData(0, 50, 1_000_000, 50, false)]
    [InlineData(0, 50, 0, 51, true)]
    [InlineData(1000, 50, 1000, 51, true)]
    public void is_needed_beyond_either_limit(int bytes, int patients, long used, long held, bool needed) =>
        new MakeRoom(new(bytes, patients), new(10, 1), s_arriving).IsNeeded(new(used - 10, held - 1)).ShouldBe(needed);

    [Theory]
    [InlineData(false, 10, 0, true)]
    [InlineData(false, 0, 0, true)]
    [InlineData(false, -10, 0, false)] // a shorter file in place of a longer one
    [InlineData(true, 10, 0, true)]
    [InlineData(true, 0, 0, false)]
    [InlineData(true, -10, 0, false)]
    public void of_an_archive_that_holds_too_much_already_refuses_only_growth(bool rejects, long bytes, int patients, bool needed) =>
        new MakeRoom(new(1000, 0, rejects), new(bytes, patients), s_arriving).IsNeeded(new(2000, 3)).ShouldBe(needed);

    [Fact]
    public void has_those_go_who_got_an_instance_least_recently_and_no_more_than_are_needed()
    {
        var facts = new MakeRoom(new(100), new(60, 0), s_arriving).Decide(new(100, 4), s_leastRecent, s_noon);

        facts.ShouldBe(
        [
            new("first", new PatientDeleted(new("first"), s_noon, new(s_arriving, 100, 0))),
            new("second", new PatientDeleted(new("second"), s_noon, new(s_arriving, 100, 0))),
        ]);
    }

    [Fact]
    public void counts_patients_whatever_their_size() =>
        new MakeRoom(new(0, 4), new(1_000_000, 1), s_arriving).Decide(new(100, 4), s_leastRecent, s_noon).ShouldHaveSingleItem()
        .Stream.ShouldBe("first");

    [Theory]
    [InlineData(false, 100, true)] // all three go, and it fits exactly
    [InlineData(false, 101, false)]
    [InlineData(true, 1, false)]
    public void is_possible_where_it_fits_once_everybody_went_who_may(bool rejects, long bytes, bool possible) =>
        new MakeRoom(new(150, 0, rejects), new(bytes, 0), s_arriving).IsPossible(new(150, 5, RecyclableBytes: 100, RecyclablePatients: 3))
        .ShouldBe(possible);

    [Fact]
    public async Task asks_for_patients_until_there_is_enough_and_keeps_those_left_for_the_next_instance()
    {
        var storage = new Storage(new(1000, 20),
            [.. Enumerable.Range(0, 20).Select(number => new RecyclablePatient(new($"p{number}"), 50))]);
        var room = Room(new(1000), storage);

        (await TakeAsync(room, 120)).Recycled.Select(fact => fact.Stream).ShouldBe(["p0", "p1", "p2"]);
        (await TakeAsync(room, 30)).Recycled.ShouldBeEmpty();
        (await TakeAsync(room, 800)).Recycled.Count.ShouldBe(16);
        storage.Forgotten.ShouldBeTrue();
    }

    [Fact]
    public async Task takes_those_who_are_busy_only_when_there_are_no_others()
    {
        var storage = new Storage(new(100, 3), [new(new("busy"), 40), new(new("free"), 30), new(new("other"), 30)]) { Busy = ["busy"] };
        var room = Room(new(100), storage);

        (await TakeAsync(room, 30)).Recycled.Select(fact => fact.Stream).ShouldBe(["free"]);
        (await TakeAsync(room, 65)).Recycled.Select(fact => fact.Stream).ShouldBe(["other", "busy"]);
    }

    [Fact]
    public async Task has_nobody_go_where_that_would_not_be_enough()
    {
        var room = Room(new(100), new(new(100, 2), [new(new("only"), 40)]));

        var made = await TakeAsync(room, 50);

        made.Recycled.ShouldBeEmpty();
        made.Refused.ShouldNotBeNull().Error.ShouldBe(OrthancError.FullStorage);
        (await TakeAsync(room, 40)).Recycled.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task of_very_many_lets_some_go_first()
    {
        var room = Room(new(0, 10), new(new(0, 1000),
            [.. Enumerable.Range(0, 1000).Select(number => new RecyclablePatient(new($"p{number}"), 0))]));

        var made = await room.TakeAsync(default, null, s_noon, default);

        made.IsPart.ShouldBeTrue();
        made.Recycled.Count.ShouldBeInRange(100, 600);
    }

    private static StorageRoom Room(StorageLimits limits, Storage storage) => new(limits, storage, null!, storage.Use, []);

    private static Task<RoomMade> TakeAsync(StorageRoom room, long bytes) => room.TakeAsync(new(bytes, 0), s_arriving, s_noon, default);

    private sealed class Storage(StorageUse use, RecyclablePatient[] patients) : IStorageUse
    {
        public StorageUse Use => use;

        public string[] Busy { get; init; } = [];

        public bool Forgotten { get; private set; }

        public Task<StorageUse> LockAsync(Npgsql.NpgsqlTransaction transaction, CancellationToken ct) => Task.FromResult(use);

        public Task<StorageUse> CountAsync(Npgsql.NpgsqlTransaction transaction, IReadOnlyCollection<OrthancId> spared,
            CancellationToken ct) =>
            Task.FromResult(use with { RecyclableBytes = patients.Sum(patient => patient.Bytes), RecyclablePatients = patients.Length });

        public Task<(IReadOnlyList<OrthancId> Asked, IReadOnlyList<RecyclablePatient> Held)> HoldLeastRecentAsync(
            Npgsql.NpgsqlTransaction transaction, IReadOnlyCollection<OrthancId> passedOver, int atMost, bool waits, CancellationToken ct)
        {
            var asked = patients.Where(patient => !passedOver.Contains(patient.Id)).Take(atMost).ToList();
            return Task.FromResult<(IReadOnlyList<OrthancId>, IReadOnlyList<RecyclablePatient>)>(
                ([.. asked.Select(patient => patient.Id)], [.. asked.Where(patient => waits || !Busy.Contains(patient.Id.Value))]));
        }

        public void Forget() => Forgotten = true;
    }
}
