using EventDicom.Dicom;
using EventDicom.Domain.Errors;
using EventDicom.Domain.Settings;
using EventDicom.Domain.Worklists;

namespace EventDicom.Domain.Tests.Worklists;

/// <summary>What is recorded of worklists, and which are to go.</summary>
public sealed class SavingWorklists
{
    private static readonly DateTimeOffset s_noon = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void is_recorded_with_all_that_is_planned()
    {
        var fact = new SaveWorklist("ct 17", Planned.Jane, Origin.Server).Decide(s_noon).Facts.ShouldHaveSingleItem();

        fact.Stream.ShouldBe("worklist:ct 17");
        var saved = fact.Event.ShouldBeOfType<WorklistSaved>();
        (saved.Id, saved.SavedAt).ShouldBe(("ct 17", s_noon));
        WorklistContent.Read(saved.DataSet, Reading.Default).Shown().ShouldBe(Planned.Jane.Shown());
    }

    [Theory]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData(@"a\b")]
    [InlineData("..")]
    [InlineData("a..b")]
    [InlineData("a%2Fb")]
    [InlineData("a\nb")]
    [InlineData("a\0b")]
    [InlineData("a\ud800b")]
    public void needs_a_name_that_a_file_may_have(string id) =>
        new SaveWorklist(id, Planned.Jane, Origin.Server).Decide(s_noon).Refused!.Error.ShouldBe(OrthancError.ParameterOutOfRange);

    [Fact]
    public void needs_a_name_that_is_not_too_long()
    {
        WorklistId.IsValid(new string('é', 100)).ShouldBeTrue();
        WorklistId.IsValid(new string('é', 101)).ShouldBeFalse();
    }

    [Fact]
    public void ends_when_somebody_deletes_it()
    {
        var deletion = new DeleteWorklist("ct", WorklistEnd.Requested, Origin.Server);

        deletion.Decide(s_noon, s_noon).Facts.ShouldHaveSingleItem()
            .ShouldBe(new("worklist:ct", new WorklistDeleted("ct", WorklistEnd.Requested, s_noon)));
        var unknown = deletion.Decide(null, s_noon).Refused!;
        (unknown.Error, unknown.Details).ShouldBe((OrthancError.UnknownResource, "Worklist not found"));
    }

    [Fact]
    public void goes_on_where_another_took_the_place_of_the_one_that_was_to_go()
    {
        var deletion = new DeleteWorklist("ct", WorklistEnd.Expired, Origin.Server) { SavedAt = s_noon };

        deletion.Decide(s_noon.AddSeconds(1), s_noon).Facts.ShouldBeEmpty();
        deletion.Decide(s_noon, s_noon).Facts.ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(0, true, false, true, WorklistEnd.StudyStable)]
    [InlineData(0, true, false, false, null)]
    [InlineData(0, false, false, true, null)]
    [InlineData(2, true, true, true, WorklistEnd.Expired)]
    [InlineData(2, false, true, false, WorklistEnd.Expired)]
    [InlineData(2, true, false, false, null)]
    [InlineData(0, true, true, false, null)]
    public void ends_with_its_study_or_with_its_time(int delay, bool onStable, bool isOld, bool hasStableStudy, WorklistEnd? why) =>
        DeleteWorklist.Due(
            s_noon, hasStableStudy, new WorklistOptions { DeleteWorklistsDelay = delay, DeleteWorklistsOnStableStudy = onStable },
            s_noon.AddHours(isOld ? 3 : 1)).ShouldBe(why);

    [Fact]
    public void knows_the_study_that_comes_of_it()
    {
        StudyOf(Planned.Of((DicomTag.PatientID, "P1 "), (DicomTag.StudyInstanceUID, "1.2.3"))).ShouldBe(OrthancId.OfStudy("P1", "1.2.3"));
        StudyOf(Planned.Of((DicomTag.StudyInstanceUID, "1.2.3"))).ShouldBe(OrthancId.OfStudy("", "1.2.3"));
        StudyOf(Planned.Of((DicomTag.PatientID, "P1"))).ShouldBeNull();
    }

    private static OrthancId? StudyOf(DicomDataset planned) => new Worklist("ct", planned, s_noon).StudyId;
}
