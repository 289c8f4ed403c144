using System.Globalization;
using EventDicom.Dicom;
using EventDicom.Domain.Worklists;

namespace EventDicom.Domain.Tests.Worklists;

/// <summary>Which worklists need not be read to know that they do not fit; that those which fit are read is asked of each test of
/// <see cref="MatchingWorklists"/>.</summary>
public sealed class LookingForWords
{
    [Theory]
    [InlineData("PatientID", "P2", "P2")]
    [InlineData("PatientID", @"P2\P3", "P2")]
    [InlineData("PatientID", "P?", "P1 P2")]
    [InlineData("PatientName", "Doe^John", "P1 P2")]
    [InlineData("AccessionNumber", "A17", "P1")]
    [InlineData("AccessionNumber", "A18", "")]
    public void passes_over_what_has_another_value(string keyword, string value, string read)
    {
        DicomDictionary.Default.TryParseTag(keyword, out var tag).ShouldBeTrue();
        Read(Planned.Of((tag, value))).ShouldBe(read);
    }

    [Theory]
    [InlineData("Modality", "CT", "P1 P2")]
    [InlineData("Modality", "US", "P2")]
    [InlineData("ScheduledStationAETitle", "CT2", "P1 P2")]
    [InlineData("ScheduledStationAETitle", "US1", "P2")]
    [InlineData("ScheduledProcedureStepStartDate", "20260101", "P1 P2")]
    [InlineData("ScheduledProcedureStepStartDate", "20260102-20260201", "P2")]
    [InlineData("ScheduledProcedureStepStartDate", "20260102-20260202", "P1 P2")]
    [InlineData("ScheduledProcedureStepStartDate", "20260202-20260101", "P2")]
    [InlineData("ScheduledProcedureStepStartDate", "20270101-", "P1 P2")]
    [InlineData("ScheduledProcedureStepStartDate", "19000101-20251231", "P1 P2")]
    [InlineData("ScheduledProcedureStepStartDate", "2027-2028", "P1 P2")]
    public void passes_over_what_has_no_step_with_that_value_and_not_what_has_no_steps(string keyword, string value, string read)
    {
        DicomDictionary.Default.TryParseTag(keyword, out var tag).ShouldBeTrue();
        var item = new DicomDatasetBuilder(encoding: DicomEncoding.Utf8).AddOrUpdate(tag, value).Build();
        Read(Planned.Of().With(DicomTag.ScheduledProcedureStepSequence, item)).ShouldBe(read);
    }

    [Theory]
    [InlineData("P2\u00e4")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123456789")]
    public void what_is_no_plain_text_is_always_read(string id)
    {
        var planned = Planned.Of((DicomTag.PatientID, id));

        WorklistWords.Of(planned).ShouldContain("0010,0020?");
        foreach (var wanted in (string[])["P1", id])
            Asked(Planned.Of((DicomTag.PatientID, wanted))).ShouldAllBe(any => any.Intersect(WorklistWords.Of(planned)).Any());
    }

    [Fact]
    public void a_date_that_is_none_is_always_read()
    {
        var planned = Planned.Of().With(
            DicomTag.ScheduledProcedureStepSequence,
            Planned.Of().With(DicomTag.ScheduledProcedureStepStartDate, DicomVR.DA, "2026.1.1"));

        WorklistWords.Of(planned).ShouldContain("0040,0002?");
    }

    [Fact]
    public void of_too_many_values_nobody_keeps_words()
    {
        var steps = Enumerable.Range(0, 101).Select(number => Planned.Of().With(
            DicomTag.ScheduledStationAETitle, DicomVR.AE, string.Create(CultureInfo.InvariantCulture, $"CT{number}")));

        WorklistWords.Of(Planned.Of().With(DicomTag.ScheduledProcedureStepSequence, [.. steps])).ShouldBe([WorklistWords.Unknown]);
        Asked(Planned.Of((DicomTag.PatientID, "P1"))).Single().ShouldContain(WorklistWords.Unknown);
    }

    private static IReadOnlyList<IReadOnlyList<string>> Asked(DicomDataset query) =>
        WorklistQuery.Read(query, caseSensitivePN: false).Value.Words;

    private static string Read(DicomDataset query) => string.Join(
        ' ', new[] { Planned.Jane, Planned.John }
            .Where(planned => Asked(query).All(any => any.Intersect(WorklistWords.Of(planned)).Any()))
            .Select(planned => planned.Text(DicomTag.PatientID)));
}
