using EventDicom.Dicom;
using EventDicom.Domain.Errors;
using EventDicom.Domain.Modalities;
using EventDicom.Domain.Retrieving;
using EventDicom.Domain.Settings;

namespace EventDicom.Domain.Tests.Retrieving;

public sealed class AskingModalities
{
    [Fact]
    public void adds_the_level_and_its_unique_keys()
    {
        Keys(Identifier(ResourceLevel.Patient)).ShouldBe(["0008,0052=PATIENT", "0010,0020="]);
        Keys(Identifier(ResourceLevel.Study)).ShouldBe(["0008,0050=", "0008,0052=STUDY", "0010,0020=", "0020,000d="]);
        Keys(Identifier(ResourceLevel.Series)).ShouldBe(["0008,0050=", "0008,0052=SERIES", "0010,0020=", "0020,000d=", "0020,000e="]);
        Keys(Identifier(ResourceLevel.Instance))
            .ShouldBe(["0008,0018=", "0008,0050=", "0008,0052=IMAGE", "0010,0020=", "0020,000d=", "0020,000e="]);
    }

    [Fact]
    public void leaves_out_what_belongs_to_no_level_above_unless_told_otherwise()
    {
        var dropped = new List<DicomTag>();
        (DicomTag, string)[] keys =
        [
            (DicomTag.PatientName, "A*"), (DicomTag.Modality, "CT"), (DicomTag.NumberOfStudyRelatedSeries, ""),
            (DicomTag.NumberOfPatientRelatedStudies, ""), (DicomTag.Rows, ""),
        ];

        var normalized = Identifier(ResourceLevel.Study, keys, dropped: dropped.Add);
        var whole = Identifier(ResourceLevel.Study, keys, normalize: false);

        dropped.ShouldBe([DicomTag.Modality, DicomTag.NumberOfPatientRelatedStudies, DicomTag.Rows], ignoreOrder: true);
        normalized.Contains(DicomTag.PatientName).ShouldBeTrue();
        normalized.Contains(DicomTag.NumberOfStudyRelatedSeries).ShouldBeTrue();
        foreach (var tag in dropped) (normalized.Contains(tag), whole.Contains(tag)).ShouldBe((false, true), tag.ToString());
        whole.Contains(DicomTag.StudyInstanceUID).ShouldBeTrue();
    }

    [Theory]
    [InlineData(ModalityManufacturer.Generic, "*", "*", "")]
    [InlineData(ModalityManufacturer.GenericNoWildcardInDates, "", "*", "")]
    [InlineData(ModalityManufacturer.GenericNoUniversalWildcard, "", "", "")]
    [InlineData(ModalityManufacturer.GE, "*", "*", "*")]
    [InlineData(ModalityManufacturer.SiemensSyngoCT, "*", "*", "")]
    public void minds_what_manufacturers_take_amiss(ModalityManufacturer manufacturer, string date, string name, string unique)
    {
        var identifier = Identifier(
            ResourceLevel.Study, [(DicomTag.StudyDate, "*"), (DicomTag.PatientName, "*")], manufacturer: manufacturer);

        Keys(identifier).ShouldBe(
        [
            $"0008,0020={date}", $"0008,0050={unique}", "0008,0052=STUDY", $"0010,0010={name}", $"0010,0020={unique}", $"0020,000d={unique}",
        ]);
    }

    [Fact]
    public void names_a_character_set_where_there_are_letters_that_need_one()
    {
        var plain = Identifier(ResourceLevel.Patient, [(DicomTag.PatientName, "Muller")]);
        var accented = Identifier(ResourceLevel.Patient, [(DicomTag.PatientName, "Müller")]);

        plain.Contains(DicomTag.SpecificCharacterSet).ShouldBeFalse();
        Keys(accented).ShouldContain("0008,0005=ISO_IR 100");
        Keys(accented).ShouldContain("0010,0010=Müller");
    }

    [Fact]
    public void refuses_what_cannot_be_written() => FindIdentifier.Of(
        ResourceLevel.Patient, new Dictionary<DicomTag, string> { [DicomTag.Rows] = "many" }, normalize: false,
        ModalityManufacturer.Generic, DicomEncoding.Latin1).Refused!.Error.ShouldBe(OrthancError.BadFileFormat);

    [Theory]
    [InlineData("Study", ResourceLevel.Study)]
    [InlineData("patients", ResourceLevel.Patient)]
    [InlineData("SERIES", ResourceLevel.Series)]
    [InlineData("instance", ResourceLevel.Instance)]
    public void knows_levels_in_any_case_and_number(string text, ResourceLevel level)
    {
        QueryLevels.TryParse(text, out var parsed).ShouldBeTrue();
        parsed.ShouldBe(level);
        QueryLevels.TryParse(text + "x", out _).ShouldBeFalse();
    }

    [Fact]
    public void retrieves_by_the_unique_keys_of_an_answer()
    {
        var answer = Identifier(
            ResourceLevel.Series, [(DicomTag.PatientID, "P"), (DicomTag.StudyInstanceUID, "1.2"), (DicomTag.SeriesInstanceUID, "1.2.3")]);

        var keys = RetrieveKeys.Of(ResourceLevel.Series, answer);

        keys.Shown.Select(key => $"{key.Key}={key.Value}")
            .ShouldBe(["0008,0052=SERIES", "0010,0020=P", "0020,000d=1.2", "0020,000e=1.2.3"]);
        Keys(keys.ToIdentifier(ModalityManufacturer.Generic, DicomEncoding.Latin1).Value)
            .ShouldBe(["0008,0052=SERIES", "0010,0020=P", "0020,000d=1.2", "0020,000e=1.2.3"]);
    }

    [Fact]
    public void takes_the_classes_of_a_study_for_what_may_come_and_not_for_a_key()
    {
        var keys = new RetrieveKeys(
            ResourceLevel.Study, new Dictionary<string, string> { ["0020,000d"] = "1.2", ["0008,0062"] = "1.2.840.1\\1.2.840.2" });

        keys.SopClasses.ShouldBe(["1.2.840.1", "1.2.840.2"]);
        Keys(keys.ToIdentifier(ModalityManufacturer.Generic, DicomEncoding.Latin1).Value).ShouldBe(["0008,0052=STUDY", "0020,000d=1.2"]);
    }

    [Fact]
    public void forgets_the_query_that_nobody_has_asked_about_for_longest()
    {
        var queries = new RemoteQueries(new FindOptions { QueryRetrieveSize = 2 });
        foreach (var id in (string[])["a", "b"]) queries.Add(Query(id));
        queries.Find("a");

        queries.Add(Query("c"));

        queries.Ids.ShouldBe(["a", "c"]);
        queries.Find("b").ShouldBeNull();
        queries.Remove("a");
        queries.Ids.ShouldBe(["c"]);
    }

    private static RemoteQuery Query(string id) => new(
        id, "pacs", new(new() { Aet = "PACS", Host = "10.0.0.1", Port = 104 }, "US"), ResourceLevel.Study,
        Identifier(ResourceLevel.Study), []);

    private static DicomDataset Identifier(
        ResourceLevel level, (DicomTag Tag, string Value)[]? keys = null, bool normalize = true,
        ModalityManufacturer manufacturer = ModalityManufacturer.Generic, Action<DicomTag>? dropped = null) =>
        FindIdentifier.Of(
            level, (keys ?? []).ToDictionary(key => key.Tag, key => key.Value), normalize, manufacturer, DicomEncoding.Latin1,
            dropped).Value;

    private static IEnumerable<string> Keys(DicomDataset dataset) => dataset.Select(item =>
        $"{item.Tag}={(dataset.TryGetString(item.Tag, out var text) ? text.TrimEnd(' ', '\0') : "")}");
}
