using EventDicom.Domain;

namespace EventDicom.Api.Tests.Images;

public sealed class SharingMemory
{
    private readonly MemoryGate _gate = new(100);

    [Fact]
    public async Task lets_in_what_fits_and_the_rest_when_there_is_room()
    {
        using var first = await _gate.EnterAsync(60, default);
        using var second = await _gate.EnterAsync(40, default);
        var third = _gate.EnterAsync(50, default).AsTask();
        third.IsCompleted.ShouldBeFalse();

        second.Dispose();
        third.IsCompleted.ShouldBeFalse();
        first.Dispose();
        (await third).Dispose();
    }

    [Fact]
    public async Task gives_the_whole_of_it_to_one_that_wants_more()
    {
        using var small = await _gate.EnterAsync(1, default);
        var huge = _gate.EnterAsync(long.MaxValue, default).AsTask();
        var behind = _gate.EnterAsync(1, default).AsTask();
        huge.IsCompleted.ShouldBeFalse();
        behind.IsCompleted.ShouldBeFalse();

        small.Dispose();
        using (await huge) behind.IsCompleted.ShouldBeFalse();
        (await behind).Dispose();
    }

    [Fact]
    public async Task does_not_let_those_wait_who_stood_behind_one_that_gave_up()
    {
        using var small = await _gate.EnterAsync(1, default);
        using var giveUp = new CancellationTokenSource();
        var huge = _gate.EnterAsync(100, giveUp.Token).AsTask();
        var behind = _gate.EnterAsync(1, default).AsTask();

        await giveUp.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(huge);
        (await behind).Dispose();
    }

    [Fact]
    public async Task counts_a_room_that_is_left_twice_once()
    {
        var room = await _gate.EnterAsync(100, default);
        room.Dispose();
        room.Dispose();
        using var whole = await _gate.EnterAsync(100, default);
        _gate.EnterAsync(1, default).AsTask().IsCompleted.ShouldBeFalse();
    }
}
