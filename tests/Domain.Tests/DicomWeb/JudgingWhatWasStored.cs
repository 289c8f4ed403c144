using EventDicom.Domain.DicomWeb;
using EventDicom.Domain.Errors;

namespace EventDicom.Domain.Tests.DicomWeb;

public sealed class JudgingWhatWasStored
{
    private static readonly StoredPart s_stored = StoredPart.Stored("1.2", new("1", "2", "3"));
    private static readonly StoredPart s_bad = StoredPart.Bad(null, null);
    private static readonly StoredPart s_ofOther = StoredPart.Stranger("1.2", "3");
    private static readonly StoredPart s_refused = StoredPart.Refused("1.2", "3", new Refused(OrthancError.BadFileFormat));

    [Fact]
    public void all_is_well_where_nothing_failed()
    {
        StoreOutcome.StatusOf([]).ShouldBe(200);
        StoreOutcome.StatusOf([s_stored, s_stored]).ShouldBe(200);
    }

    [Fact]
    public void a_part_that_is_no_file_spoils_all() => StoreOutcome.StatusOf([s_stored, s_ofOther, s_bad]).ShouldBe(400);

    [Fact]
    public void another_study_is_a_conflict() => StoreOutcome.StatusOf([s_stored, s_ofOther, s_refused]).ShouldBe(409);

    [Fact]
    public void some_refusals_leave_the_others() => StoreOutcome.StatusOf([s_stored, s_refused]).ShouldBe(202);

    [Fact]
    public void nothing_stored_is_an_error() => StoreOutcome.StatusOf([s_refused, s_refused]).ShouldBe(400);

    [Fact]
    public void reasons_are_those_of_the_standard()
    {
        s_bad.Reason.ShouldBe(0xC000);
        s_ofOther.Reason.ShouldBe(0x0110);
        s_refused.Reason.ShouldBe(0x0110);
        StoredPart.Refused("1.2", "3", new Refused(OrthancError.FullStorage)).Reason.ShouldBe(0xA700);
    }
}
