using EventDicom.Domain;
using EventDicom.Domain.Changes;
using EventDicom.Domain.Jobs;
using EventDicom.Domain.Patients;
using EventDicom.Projections.Changes;
using JasperFx.Events;

namespace EventDicom.Projections.Tests.Changes;

public sealed class NumberingChanges
{
    private static readonly OrthancId s_patient = OrthancId.OfPatient("1");

    [Fact]
    public void counts_entries_and_nothing_else() =>
        NumbersOf(Counted(1), Stable(2), Other(3), Other(4), Stable(7), Cleared(8), Stable(9)).ShouldBe([1, 2, 3]);

    [Fact]
    public void keeps_the_numbers_of_an_older_archive_and_counts_on_from_the_last_of_them() =>
        NumbersOf(Stable(2), Other(3), Stable(7), Other(8), Counted(9), Stable(10), Other(11), Stable(12)).ShouldBe([2, 7, 8, 9]);

    [Fact]
    public void does_not_depend_on_where_one_fold_ends_and_the_next_begins()
    {
        IEvent[] events = [Stable(2), Other(3), Counted(4), Stable(7), Cleared(8), Stable(9)];
        var whole = ChangeLog.Fold("views", events, default).Numbering;

        var numbering = default(ChangeNumbering);
        foreach (var @event in events) numbering = ChangeLog.Fold("views", [@event], numbering).Numbering;

        numbering.ShouldBe(whole);
        numbering.ShouldBe(new(4, IsCounted: true));
    }

    private static IEnumerable<long> NumbersOf(params IEvent[] events) =>
        ChangeLog.Fold("views", events, default).Statements.Where(statement => statement.Sql.StartsWith("insert", StringComparison.Ordinal))
        .SelectMany(statement => (long[])statement.Parameters[0]);

    private static Event<PatientStabilized> Stable(long number) => Event(new PatientStabilized(s_patient, default), number);

    private static Event<JobPauseRequested> Other(long number) => Event(new JobPauseRequested("job", default), number);

    private static Event<ChangesCounted> Counted(long number) => Event(new ChangesCounted(default), number);

    private static Event<ChangesCleared> Cleared(long number) => Event(new ChangesCleared(default), number);

    private static Event<T> Event<T>(T data, long number)
        where T : notnull => new(data) { Sequence = number };
}
