using System.Text.Json;
using EventDicom.Dicom;
using EventDicom.Domain.Errors;
using EventDicom.Domain.Settings;
using EventDicom.Domain.Worklists;

namespace EventDicom.Domain.Tests.Worklists;

/// <summary>What becomes of the bodies that create worklists.</summary>
public sealed class RequestingWorklists
{
    private const string Step = """{ "Modality": "CT", "ScheduledProcedureStepStartDate": "20260101" }""";

    [Fact]
    public void are_data_sets_of_their_tags_and_little_else()
    {
        var worklist = Read(
            $$"""{ "Tags": { "PatientName": "Crâne", "0010,0020": "P1", "ScheduledProcedureStepSequence": [{{Step}}] } }""").Value;

        worklist.Text(DicomTag.StudyInstanceUID).ShouldStartWith("2.25.");
        var rest = new DicomDatasetBuilder(worklist);
        rest.Remove(DicomTag.StudyInstanceUID);
        rest.Build().Shown().ShouldBe("0008,0005=ISO_IR 192 0010,0010=Crâne 0010,0020=P1 0040,0100[0008,0060=CT 0040,0002=20260101]");
    }

    [Fact]
    public void keep_the_character_set_and_the_study_that_they_name()
    {
        var worklist = Read(
            """
            { "Tags": { "SpecificCharacterSet": "ISO_IR 100", "PatientName": "Crâne", "StudyInstanceUID": "1.2.3" }, "Force": true }
            """).Value;

        worklist.Shown().ShouldBe("0008,0005=ISO_IR 100 0010,0010=Crâne 0020,000d=1.2.3");
        ((DicomElement)worklist.Find(DicomTag.PatientName)!).Length.ShouldBe(6);
        Read("""{ "Tags": { "PatientID": "P1" }, "Force": true }""", setsStudy: false).Value.Shown()
            .ShouldBe("0008,0005=ISO_IR 192 0010,0020=P1");
    }

    [Theory]
    [InlineData("{}", OrthancError.BadFileFormat, "'Tags' field is missing or not a JSON object")]
    [InlineData("""{ "Tags": [] }""", OrthancError.BadFileFormat, "'Tags' field is missing or not a JSON object")]
    [InlineData("""{ "Tags": {}, "Force": "yes" }""", OrthancError.BadFileFormat, "'Force' must be a Boolean")]
    [InlineData("""{ "Tags": { "PatientID": "P1" } }""", OrthancError.BadFileFormat,
        "'Tags' is missing a 'ScheduledProcedureStepSequence'. Use 'Force': true to bypass this check.")]
    [InlineData("""{ "Tags": { "ScheduledProcedureStepSequence": [] } }""", OrthancError.BadFileFormat,
        "'ScheduledProcedureStepSequence' is missing a 'Modality'. Use 'Force': true to bypass this check.")]
    [InlineData("""{ "Tags": { "0040,0100": [{ "Modality": "CT" }] } }""", OrthancError.BadFileFormat,
        "'ScheduledProcedureStepSequence' is missing a 'ScheduledProcedureStepStartDate'. Use 'Force': true to bypass this check.")]
    [InlineData("""{ "Tags": { "Nope": "x" }, "Force": true }""", OrthancError.UnknownDicomTag, null)]
    [InlineData("""{ "Tags": { "Rows": "many" }, "Force": true }""", OrthancError.BadFileFormat, null)]
    [InlineData("""{ "Tags": { "PatientID": {} }, "Force": true }""", OrthancError.BadParameterType, null)]
    [InlineData("""{ "Tags": { "SpecificCharacterSet": "ISO_IR 999" }, "Force": true }""", OrthancError.ParameterOutOfRange, null)]
    [InlineData("""{ "Tags": { "SpecificCharacterSet": [] }, "Force": true }""", OrthancError.BadParameterType, null)]
    [InlineData("""{ "Tags": { "0002,0010": "1.2" }, "Force": true }""", OrthancError.ParameterOutOfRange, null)]
    public void are_refused_where_they_make_none(string body, OrthancError error, string? details)
    {
        var refused = Read(body).Refused.ShouldNotBeNull();

        refused.Error.ShouldBe(error);
        if (details is not null) refused.Details.ShouldBe(details);
    }

    [Fact]
    public void are_not_checked_where_the_route_forces_unless_they_say_so()
    {
        Read("""{ "Tags": { "PatientID": "P1" } }""", isForced: true).Refused.ShouldBeNull();
        Read("""{ "Tags": { "PatientID": "P1" }, "Force": false }""", isForced: true).Refused!.Error
            .ShouldBe(OrthancError.BadFileFormat);
    }

    [Fact]
    public void are_refused_where_nobody_could_read_them_again()
    {
        var deep = string.Concat(Enumerable.Repeat("""{ "ScheduledProcedureStepSequence": [""", 20))
            + string.Concat(Enumerable.Repeat("] }", 20));
        var many = string.Join(',', Enumerable.Repeat("{}", 30_000));
        var @long = new string('x', 3 << 19);

        foreach (var tags in (string[])[deep, $$"""{ "ScheduledProcedureStepSequence": [{{many}}] }""", $$"""{ "TextValue": "{{@long}}" }"""])
            Read($$"""{ "Tags": {{tags}}, "Force": true }""").Refused!.Error.ShouldBe(OrthancError.BadRequest);
    }

    private static Answer<DicomDataset> Read(string body, bool isForced = false, bool setsStudy = true) => new WorklistRequest(
        DicomDictionary.Default, Reading.Default, new() { SetStudyInstanceUidIfMissing = setsStudy })
        .Read(JsonElement.Parse(body), isForced);
}

internal static class Reading
{
    public static FileReading Default { get; } = new(DicomDictionary.Default, () => DicomEncoding.Latin1, largestInMemory: 16384);
}
