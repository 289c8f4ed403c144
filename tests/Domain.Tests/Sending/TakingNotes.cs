using EventDicom.Domain.Resources;
using EventDicom.Domain.Sending;

namespace EventDicom.Domain.Tests.Sending;

public sealed class TakingNotes
{
    private static readonly Lineage s_parents =
        new(OrthancId.OfSeries("P", "1", "1"), OrthancId.OfStudy("P", "1"), OrthancId.OfPatient("P"));

    private readonly List<int> _written = [];

    [Fact]
    public async Task writes_down_some_at_a_time_and_the_rest_at_the_end()
    {
        await using (var record = Begin())
        {
            for (var number = 0; number < SendingRecord.Most + 3; number++)
                await record.AddAsync(OrthancId.OfInstance("P", "1", "1", $"{number}"), s_parents, new(0));
            _written.ShouldBe([SendingRecord.Most]);
        }

        _written.ShouldBe([SendingRecord.Most, 3]);
    }

    [Fact]
    public async Task has_nothing_to_say_of_what_is_not_stored_any_more()
    {
        await using (var record = Begin()) await record.AddAsync(OrthancId.None, parents: null, SendOutcome.Deleted);

        _written.ShouldBeEmpty();
    }

    [Fact]
    public async Task does_not_say_twice_what_could_not_be_written_down_the_first_time()
    {
        var tries = 0;
        await using (var record = new SendingRecord(_ => ++tries == 1 ? throw new IOException() : Task.CompletedTask))
        {
            await record.AddAsync(OrthancId.None, s_parents, new(0));
            await Should.ThrowAsync<IOException>(record.SaveAsync);
        }

        tries.ShouldBe(1);
    }

    private SendingRecord Begin() => new(notes =>
    {
        _written.Add(notes.Count);
        return Task.CompletedTask;
    });
}
