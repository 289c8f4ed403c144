using EventDicom.Dicom;
using EventDicom.Domain.Errors;
using EventDicom.Domain.Worklists;

namespace EventDicom.Domain.Tests.Worklists;

/// <summary>Which worklists fit a query (PS3.4 sections C.2.2.2 and K.4).</summary>
public sealed class MatchingWorklists
{
    private static readonly DicomTag s_steps = DicomTag.ScheduledProcedureStepSequence;

    [Theory]
    [InlineData("PatientID", "P1", "P1")]
    [InlineData("PatientID", "p1", "")]
    [InlineData("PatientID", "P?", "P1 P2")]
    [InlineData("PatientID", @"P2\P1\P9", "P1 P2")]
    [InlineData("PatientID", "", "P1 P2")]
    [InlineData("PatientName", "doe^*", "P1 P2")]
    [InlineData("PatientName", "doe^jane", "P1")]
    [InlineData("PatientBirthDate", "19730707", "P1")]
    [InlineData("PatientBirthDate", "19700101-19751231", "P1")]
    [InlineData("PatientBirthDate", "-19721231", "")]
    [InlineData("PatientBirthDate", "19730101-", "P1")]
    [InlineData("PatientBirthDate", "*", "P1")]
    [InlineData("AccessionNumber", "*", "P1")]
    [InlineData("AccessionNumber", "", "P1 P2")]
    [InlineData("StudyDescription", "Head", "")]
    [InlineData("MedicalAlerts", "*", "")]
    [InlineData("PregnancyStatus", "4", "P1")]
    [InlineData("PregnancyStatus", "1", "")]
    [InlineData("QueryRetrieveLevel", "WORKLIST", "P1 P2")]
    [InlineData("TimezoneOffsetFromUTC", "+0100", "P1 P2")]
    public void fits_keys_of_the_first_level(string keyword, string value, string found)
    {
        DicomDictionary.Default.TryParseTag(keyword, out var tag).ShouldBeTrue();
        Found(Planned.Of((tag, value))).ShouldBe(found);
    }

    [Theory]
    [InlineData("CT", "20260101", "P1 P2")]
    [InlineData("MR", "20260202", "P1 P2")]
    [InlineData("CT", "20260202", "P2")]
    [InlineData("ct", "", "P2")]
    [InlineData("", "20260201-20260228", "P1 P2")]
    [InlineData("", "", "P1 P2")]
    public void one_item_must_fit_all_keys_of_the_item_and_what_has_no_items_stays(string modality, string date, string found) =>
        Found(Steps((DicomTag.Modality, modality), (DicomTag.ScheduledProcedureStepStartDate, date))).ShouldBe(found);

    [Theory]
    [InlineData("CT2", "P1 P2")]
    [InlineData("CT", "P2")]
    [InlineData(@"CT1\CT2", "P1 P2")]
    public void one_of_several_values_must_fit(string station, string found) =>
        Found(Steps((DicomTag.ScheduledStationAETitle, station))).ShouldBe(found);

    [Fact]
    public void a_sequence_without_items_fits_what_asks_for_nothing_in_it()
    {
        var bare = Planned.John.With(s_steps);

        Matches(Steps((DicomTag.Modality, "")), bare).ShouldBeTrue();
        Matches(Steps((DicomTag.Modality, "CT")), bare).ShouldBeFalse();
        Matches(Planned.Of().With(s_steps), Planned.Jane).ShouldBeTrue();
    }

    [Fact]
    public void names_count_by_case_where_the_configuration_says_so()
    {
        var query = Planned.Of((DicomTag.PatientName, "doe*"));

        WorklistQuery.Read(query, caseSensitivePN: true).Value.Matches(Planned.Jane).ShouldBeFalse();
        WorklistQuery.Read(query, caseSensitivePN: false).Value.Matches(Planned.Jane).ShouldBeTrue();
    }

    [Fact]
    public void bytes_are_no_key()
    {
        var query = new DicomDatasetBuilder(Planned.Of())
            .AddOrUpdate(DicomTag.PatientID, DicomVR.UN, "P9"u8.ToArray())
            .AddOrUpdate(DicomTag.EncapsulatedDocument, DicomVR.OB, new byte[2]);

        Found(query.Build()).ShouldBe("P1 P2");
    }

    [Fact]
    public void a_private_element_is_its_creators()
    {
        var (creator, element) = (new DicomTag(0x0009, 0x0010), new DicomTag(0x0009, 0x1001));
        var planned = Planned.John.With(creator, DicomVR.LO, "ACME").With(element, DicomVR.LO, "x");

        Matches(Planned.Of().With(creator, DicomVR.LO, "ACME").With(element, DicomVR.LO, "x"), planned).ShouldBeTrue();
        Matches(Planned.Of().With(creator, DicomVR.LO, "ACME").With(element, DicomVR.LO, "y"), planned).ShouldBeFalse();
        Matches(Planned.Of().With(creator, DicomVR.LO, "OTHER").With(element, DicomVR.LO, "x"), planned).ShouldBeFalse();
        Matches(Planned.Of().With(element, DicomVR.LO, "x"), planned).ShouldBeFalse();
    }

    [Fact]
    public void text_is_compared_in_Unicode_whatever_it_is_written_in()
    {
        var planned = new DicomDatasetBuilder(encoding: DicomEncoding.Latin1)
            .AddOrUpdate(DicomTag.SpecificCharacterSet, "ISO_IR 100").AddOrUpdate(DicomTag.PatientName, "Crâne^Ä").Build();

        Matches(Planned.Of((DicomTag.PatientName, "crâne^?")), planned).ShouldBeTrue();
        Matches(Planned.Of((DicomTag.PatientName, "crane^?")), planned).ShouldBeFalse();
    }

    [Fact]
    public void queries_that_make_no_sense_are_refused()
    {
        Refused(Planned.Of().With(s_steps, Planned.Of((DicomTag.Modality, "CT")), Planned.Of((DicomTag.Modality, "MR"))))
            .ShouldBe(OrthancError.BadRequest);
        Refused(Planned.Of((DicomTag.PatientBirthDate, "1973*"))).ShouldBe(OrthancError.ParameterOutOfRange);
        Refused(Steps((DicomTag.ScheduledProcedureStepStartDate, "2026????"))).ShouldBe(OrthancError.ParameterOutOfRange);
        Refused(Planned.Of((DicomTag.PatientComments, new string('x', 2000) + "*"))).ShouldBe(OrthancError.ParameterOutOfRange);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("", true)]
    [InlineData("*", true)]
    [InlineData("CT2", false)]
    public void what_is_asked_for_one_station_is_for_that_unless_it_names_another(string? named, bool isFiltered)
    {
        var query = named is null ? Steps((DicomTag.Modality, "")) : Steps((DicomTag.ScheduledStationAETitle, named));

        Matches(query, Planned.Jane, "MR1").ShouldBeTrue("MR1 has something to do, or is not what the query asks about");
        Matches(query, Planned.Jane, "US1").ShouldBe(!isFiltered);
    }

    [Fact]
    public void for_one_station_a_sequence_is_asked_for_where_it_was_not()
    {
        Matches(Planned.Of(), Planned.Jane, "US1").ShouldBeFalse();
        Matches(Planned.Of(), Planned.Jane, "CT1").ShouldBeTrue();
        Matches(Planned.Of().With(s_steps), Planned.Jane, "US1").ShouldBeFalse();
        Refused(Planned.Of().With(s_steps, Planned.Of(), Planned.Of()), "CT1").ShouldBe(OrthancError.BadRequest);
    }

    private static DicomDataset Steps(params IEnumerable<(DicomTag, string)> keys) => Planned.Of().With(s_steps, Keys(keys));

    // Without a character set: an item with no element at all would ask for everything.
    private static DicomDataset Keys(IEnumerable<(DicomTag Tag, string Value)> keys)
    {
        var item = new DicomDatasetBuilder(encoding: DicomEncoding.Utf8);
        foreach (var (tag, value) in keys) item.AddOrUpdate(tag, value);
        return item.Build();
    }

    private static string Found(DicomDataset query) => string.Join(
        ' ', new[] { Planned.Jane, Planned.John }.Where(planned => Matches(query, planned))
            .Select(planned => planned.Text(DicomTag.PatientID)));

    private static bool Matches(DicomDataset query, DicomDataset planned, string? station = null)
    {
        var read = WorklistQuery.Read(query, caseSensitivePN: false, station).Value;
        var matches = read.Matches(planned);
        if (matches) read.Words.ShouldAllBe(asked => asked.Intersect(WorklistWords.Of(planned)).Any(), "it would be passed over");
        return matches;
    }

    private static OrthancError Refused(DicomDataset query, string? station = null) =>
        WorklistQuery.Read(query, caseSensitivePN: false, station).Refused!.Error;
}
