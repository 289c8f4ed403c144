using System.Globalization;
using EventDicom.Dicom;
using EventDicom.Support;
using EventDicom.Support.Postgres;
using static EventDicom.Api.Tests.Modifying.Modifications;
using static EventDicom.Api.Tests.SharedServer;

namespace EventDicom.Api.Tests.Modifying;

/// <summary>The editions of the profile, and what a result says of how it was made anonymous.</summary>
[Collection(nameof(OneServer))]
public sealed class DescribingAnonymity(SharedServer server)
{
    // Attributes whose fate is not the same in all editions.
    [LocalPostgresTheory]
    [InlineData("2008", "20240102", "20240103", "20240104", null, "PS 3.15-2008 Table E.1-1")]
    [InlineData("2017c", "", "20240103", null, "", "PS 3.15-2017c Table E.1-1 Basic Profile")]
    [InlineData("2021b", "", "20240103", null, "", "PS 3.15-2021b Table E.1-1 Basic Profile")]
    [InlineData("2023b", "", null, null, "", "PS 3.15-2023b Table E.1-1 Basic Profile")]
    [InlineData(null, "", null, null, "", "PS 3.15-2023b Table E.1-1 Basic Profile")]
    public async Task follows_the_edition_that_is_named(
        string? version, string studyDate, string? creationDate, string? seriesDate, string? accession, string method)
    {
        var uploaded = await server.UploadAsync(Instance(NewPatient()));

        var result = (await server.RewriteAsync(uploaded.Text("ID")!, "anonymize",
            version is null ? "{}" : $$"""{"DicomVersion":"{{version}}"}""")).Dataset;

        result.At("StudyDate").ShouldBe(studyDate);
        result.At("InstanceCreationDate").ShouldBe(creationDate);
        result.At("SeriesDate").ShouldBe(seriesDate);
        result.At("InstitutionName").ShouldBeNull();
        result.At("AccessionNumber").ShouldBe(accession);
        result.At("FrameOfReferenceUID")!.ShouldMatch(@"^2\.25\.\d{20,}$|^1\.2\.276\.");
        result.At("Modality").ShouldBe("OT");
        result.At("PatientBirthDate").ShouldBe(accession);
        result.At("DeidentificationMethod").ShouldBe($"Orthanc 1.13.0 - {method}");
        result.At("DeidentificationMethodCodeSequence").ShouldBeNull();
        result.At("PatientIdentityRemoved").ShouldBe("YES");
        result.At("PatientName")!.ShouldMatch(@"^Anonymized\d+$");
    }

    [LocalPostgresTheory]
    [InlineData("{}", true)]
    [InlineData("""{"Replace":{},"Keep":[],"Remove":[],"KeepPrivateTags":false,"KeepSource":true}""", true)]
    [InlineData("""{"Replace":{"PatientName":"x"}}""", false)]
    [InlineData("""{"Replace":{"ReferencedImageSequence[0].PatientName":"x"}}""", false)]
    [InlineData("""{"Keep":["StudyDate"]}""", false)]
    [InlineData("""{"Remove":["Modality"]}""", false)]
    [InlineData("""{"KeepPrivateTags":true}""", false)]
    public async Task claims_the_profile_only_where_nothing_was_changed_of_it(string body, bool claims)
    {
        var uploaded = await server.UploadAsync(Instance(NewPatient()));

        var answer = await server.AnswerAsync($"/series/{uploaded.Text("ParentSeries")}/anonymize", body);

        var result = (await server.DatasetsAsync(answer.Text("Path")!)).ShouldHaveSingleItem();
        result.At("DeidentificationMethod")
            .ShouldBe(claims ? "Orthanc 1.13.0 - PS 3.15-2023b Table E.1-1 Basic Profile" : "Orthanc 1.13.0");
        result.At("PatientIdentityRemoved").ShouldBe("YES");
    }

    [LocalPostgresFact]
    public async Task counts_patients_by_request_and_not_by_instance()
    {
        var (study, _, instances) = await server.UploadStudyAsync(NewPatient());

        var before = Number((await server.RewriteAsync(instances[0], "anonymize", "{}")).Dataset);
        var results = await server.DatasetsAsync((await server.AnswerAsync($"/studies/{study}/anonymize", "{}")).Text("Path")!);
        foreach (var named in (string[])["""{"Replace":{"PatientName":"x"}}""", """{"Keep":["PatientName"]}"""])
            await server.RewriteAsync(instances[0], "anonymize", named);
        var after = Number((await server.RewriteAsync(instances[0], "anonymize", "{}")).Dataset);

        results.Select(result => result.Value(DicomTag.PatientName)).Distinct().ShouldHaveSingleItem().ShouldBe($"Anonymized{before + 1}");
        after.ShouldBe(before + 2);
    }

    [LocalPostgresTheory]
    [InlineData("""{"Keep":["PatientName"]}""", "PatientName", "Synthetic^PatientNUMBER")]
    [InlineData("""{"Keep":["AccessionNumber"]}""", "AccessionNumber", "ANUMBER.1")]
    [InlineData("""{"Keep":["SeriesDate"]}""", "SeriesDate", "20240104")]
    [InlineData("""{"Keep":["FrameOfReferenceUID"]}""", "FrameOfReferenceUID", "2.25.99")]
    [InlineData("""{"Keep":["PatientID"],"Force":true}""", "PatientID", "SYNNUMBER")]
    public async Task leaves_what_is_kept_at_its_value(string body, string name, string expected)
    {
        var patient = NewPatient();
        var uploaded = await server.UploadAsync(Instance(patient));

        (await server.RewriteAsync(uploaded.Text("ID")!, "anonymize", body)).Dataset.At(name)
            .ShouldBe(expected.Replace("NUMBER", patient.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
    }

    private static SyntheticInstance Instance(int patient) => SyntheticInstance.Create(patient)
        .With(Tag("InstitutionName"), "Clinic").With(Tag("InstanceCreationDate"), "20240103").With(Tag("SeriesDate"), "20240104")
        .With(Tag("PatientBirthDate"), "19700101")
        .With(Tag("FrameOfReferenceUID"), "2.25.99").With(new DicomTag(0x0009, 0x0010), "LO", "ACME")
        .With(new DicomTag(0x0009, 0x1001), "LO", "secret");

    private static int Number(DicomDataset dataset) =>
        int.Parse(dataset.Value(DicomTag.PatientName)["Anonymized".Length..], CultureInfo.InvariantCulture);
}
