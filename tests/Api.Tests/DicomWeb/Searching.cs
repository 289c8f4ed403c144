using System.Text.Json.Nodes;
using System.Xml.Linq;
using EventDicom.Dicom;
using EventDicom.Support;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.DicomWeb;

/// <summary>QIDO-RS at every level and below.</summary>
[Collection(nameof(OneServer))]
public sealed class Searching(SharedServer server) : IAsyncLifetime
{
    private readonly int _patient = SharedServer.NewPatient();

    private string Mine => $"PatientID=SYN{_patient}";

    public async Task InitializeAsync()
    {
        if (TestServer.MissingLocal is not null) return;
        SyntheticInstance Of(int study, int series, int instance) => SyntheticInstance.Create(_patient, study, series, instance)
            .With(DicomTag.SpecificCharacterSet, "CS", "ISO_IR 100").With(DicomTag.PatientName, "PN", "Müller^Änne").WithImage(4, 6)
            .With(DicomTag.StudyDescription, "LO", study == 1 ? "Schädel" : "Chest").With(DicomTag.ReferringPhysicianName, "PN", "");
        SyntheticInstance Ct(int instance) => Of(1, 1, instance).With(DicomTag.Modality, "CS", "CT").With(DicomTag.PatientComments, "LT", "hello")
            .WithSequence(DicomTag.RequestAttributesSequence, SyntheticDataset.Empty.With(DicomTag.ScheduledProcedureStepID, "SH", "S1"));
        await server.UploadAsync(Ct(1));
        await server.UploadAsync(Ct(2));
        await server.UploadAsync(Of(1, 2, 1).With(DicomTag.Modality, "CS", "MR"));
        await server.UploadAsync(Of(2, 1, 1).With(DicomTag.StudyDate, "DA", "20250304"));
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [LocalPostgresTheory]
    [InlineData("", "1 2")]
    [InlineData("&StudyDate=20240102", "1")]
    [InlineData("&StudyDate=20250101-", "2")]
    [InlineData("&StudyDate=20240101-20250101", "1")]
    [InlineData("&00080020=-20240601", "1")]
    [InlineData("&StudyDescription=chest", "2")]
    [InlineData("&StudyDescription=ch*", "2")]
    [InlineData("&StudyDescription=ch", "")]
    [InlineData("&StudyDescription=*SCHÄ*", "1")]
    [InlineData("&PatientName=müller*", "1 2")]
    [InlineData("&PatientName=mueller*", "")]
    [InlineData("&ModalitiesInStudy=CT", "1")]
    [InlineData("&ModalitiesInStudy=CT,OT", "1 2")]
    [InlineData("&ModalitiesInStudy=CT%5COT", "1 2")]
    [InlineData("&Modality=MR", "1")]
    [InlineData("&PatientComments=hello", "1")]
    [InlineData("&PatientName=", "1 2")]
    [InlineData("&Nothing=1&00400275.00400009=x&0002,0010=1&=x", "1 2")]
    [InlineData("&fuzzymatching=true", "1 2")]
    public async Task studies_match_by_what_is_asked(string query, string studies)
    {
        var found = await server.Http.ModelsAsync($"/dicom-web/studies?{Mine}{query}");
        found.Select(study => study.Value(DicomTag.StudyInstanceUID)!.Split('.')[^1]).Order()
            .ShouldBe(studies.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    [LocalPostgresFact]
    public async Task a_list_of_UIDs_finds_each()
    {
        var (first, second) = ($"2.25.1000.{_patient}.1", $"2.25.1000.{_patient}.2");
        (await server.Http.ModelsAsync($"/dicom-web/studies?StudyInstanceUID={first},{second}")).Count.ShouldBe(2);
        (await server.Http.ModelsAsync($"/dicom-web/studies?StudyInstanceUID={first}%2C{second}")).Count.ShouldBe(2);
    }

    [LocalPostgresFact]
    public async Task a_study_says_what_viewers_list()
    {
        var study = (await server.Http.ModelsAsync($"/dicom-web/studies?StudyInstanceUID=2.25.1000.{_patient}.1")).Single()!;
        var root = server.Http.BaseAddress!.ToString().TrimEnd('/');

        ShouldBe(study, "00080005", """{"vr":"CS","Value":["ISO_IR 192"]}""");
        ShouldBe(study, "00080020", """{"vr":"DA","Value":["20240102"]}""");
        ShouldBe(study, "00080061", """{"vr":"CS","Value":["CT","MR"]}""");
        ShouldBe(study, "00080090", """{"vr":"PN"}""");
        ShouldBe(study, "00081030", """{"vr":"LO","Value":["Schädel"]}""");
        ShouldBe(study, "00081190", $$"""{"vr":"UR","Value":["{{root}}{{Asking.PathOf(_patient)}}"]}""");
        ShouldBe(study, "00100010", """{"vr":"PN","Value":[{"Alphabetic":"Müller^Änne"}]}""");
        ShouldBe(study, "00201206", """{"vr":"IS","Value":[2]}""");
        ShouldBe(study, "00201208", """{"vr":"IS","Value":[3]}""");
        study["00100030"].ShouldBeNull("it has none");
        study["00080060"].ShouldBeNull();
    }

    [LocalPostgresTheory]
    [InlineData("includefield=00080080&includefield=PatientComments", "00104000")]
    [InlineData("includefield=InstitutionName,00104000", "00104000")]
    [InlineData("includefield=all", "00100010")]
    [InlineData("includefield=nothing,00400275.00400009", "00100010")]
    [InlineData("PatientComments=*", "00104000")]
    public async Task more_is_said_where_it_is_asked_for(string query, string tag)
    {
        var study = (await server.Http.ModelsAsync($"/dicom-web/studies?StudyInstanceUID=2.25.1000.{_patient}.1&{query}")).Single()!;
        study[tag]!["Value"].ShouldNotBeNull();
    }

    [LocalPostgresFact]
    public async Task series_say_of_their_study_unless_the_query_names_it()
    {
        var series = await server.Http.ModelsAsync($"{Asking.PathOf(_patient)}/series?Modality=CT");
        var one = series.Single()!;
        ShouldBe(one, "00080060", """{"vr":"CS","Value":["CT"]}""");
        ShouldBe(one, "00201209", """{"vr":"IS","Value":[2]}""");
        ShouldBe(one, "00400275", """{"vr":"SQ","Value":[{"00400009":{"vr":"SH","Value":["S1"]}}]}""");
        one["00100010"].ShouldNotBeNull();
        one["00201206"].ShouldBeNull();
        one.Value(DicomTag.RetrieveURL)!.ShouldEndWith(Asking.PathOf(_patient, 1, 1));

        var named = (await server.Http.ModelsAsync($"/dicom-web/series?StudyInstanceUID=2.25.1000.{_patient}.1&Modality=CT")).Single()!;
        named["00100010"].ShouldBeNull();
        named.Value(DicomTag.StudyInstanceUID).ShouldBe($"2.25.1000.{_patient}.1");
    }

    [LocalPostgresFact]
    public async Task instances_say_what_their_files_say()
    {
        var instances = await server.Http.ModelsAsync($"{Asking.PathOf(_patient, 1, 1)}/instances?InstanceNumber=2");
        var one = instances.Single()!;
        ShouldBe(one, "00080016", $$"""{"vr":"UI","Value":["{{SyntheticInstance.SecondaryCapture}}"]}""");
        ShouldBe(one, "00080056", """{"vr":"CS","Value":["ONLINE"]}""");
        ShouldBe(one, "00200013", """{"vr":"IS","Value":[2]}""");
        ShouldBe(one, "00280010", """{"vr":"US","Value":[4]}""");
        ShouldBe(one, "00280011", """{"vr":"US","Value":[6]}""");
        ShouldBe(one, "00280100", """{"vr":"US","Value":[16]}""");
        one["00080060"].ShouldNotBeNull();
        one.Value(DicomTag.RetrieveURL)!.ShouldEndWith(Asking.PathOf(_patient, 1, 1, 2));

        (await server.Http.ModelsAsync($"{Asking.PathOf(_patient)}/instances")).Count.ShouldBe(3);
        (await server.Http.ModelsAsync($"/dicom-web/instances?{Mine}&Modality=OT")).Count.ShouldBe(1);
        (await server.Http.ModelsAsync($"/dicom-web/instances?{Mine}&Rows=4&limit=2")).Count.ShouldBe(2);
    }

    [LocalPostgresFact]
    public async Task pages_follow_each_other_until_nothing_is_left()
    {
        var all = await server.Http.ModelsAsync($"/dicom-web/instances?{Mine}");
        var paged = new List<string?>();
        while (await server.Http.ModelsAsync($"/dicom-web/instances?{Mine}&limit=3&offset={paged.Count}") is { Count: > 0 } page)
            paged.AddRange(page.Select(model => model.Value(DicomTag.SOPInstanceUID)));
        paged.ShouldBe(all.Select(model => model.Value(DicomTag.SOPInstanceUID)));
        paged.Count.ShouldBe(4);
    }

    [LocalPostgresTheory]
    [InlineData("/dicom-web/studies/1.2.3/series")]
    [InlineData("/dicom-web/studies/1.2.3/series/1/instances")]
    [InlineData("/dicom-web/series?ModalitiesInStudy=CT")]
    [InlineData("/dicom-web/studies?offset=4000000000")]
    public async Task nothing_is_an_empty_array(string path) => (await server.Http.ModelsAsync(path)).ShouldBeEmpty();

    [LocalPostgresTheory]
    [InlineData("limit=x", 15)]
    [InlineData("limit=-1", 15)]
    [InlineData("offset=1.5", 15)]
    [InlineData("fuzzymatching=yes", 8)]
    [InlineData("StudyDate=2024*", 3)]
    [InlineData("StudyInstanceUID=1.2*", 3)]
    [InlineData("Rows=512&offset=1", 8)]
    public async Task bad_arguments_are_refused(string query, int error)
    {
        var refusal = await SharedServer.RefusalAsync(server.Http.AskAsync($"/dicom-web/studies?{query}"));
        (refusal.Status, refusal.Error).ShouldBe((HttpStatusCode.BadRequest, error));
    }

    [LocalPostgresTheory]
    [InlineData("application/dicom+xml")]
    [InlineData("application/xml")]
    [InlineData("text/xml")]
    [InlineData("multipart/related; type=\"application/dicom+xml\"")]
    public async Task XML_comes_where_it_is_asked_for(string accept)
    {
        var parts = await server.Http.PartsAsync($"/dicom-web/studies?{Mine}", accept);
        parts.Count.ShouldBe(2);
        XElement.Load(new MemoryStream(parts[0].Body)).Name.LocalName.ShouldBe("NativeDicomModel");

        using var nothing = await server.Http.AskAsync("/dicom-web/studies?PatientID=nobody-at-all", accept);
        nothing.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [LocalPostgresTheory]
    [InlineData("text/html")]
    [InlineData("application/dicom+xml, application/dicom+json")]
    [InlineData("application/dicom+json, application/json")]
    public async Task JSON_comes_for_all_else(string accept) => (await server.Http.ModelsAsync($"/dicom-web/studies?{Mine}", accept)).Count.ShouldBe(2);

    private static void ShouldBe(JsonNode model, string tag, string expected) =>
        JsonNode.DeepEquals(model[tag], JsonNode.Parse(expected)).ShouldBeTrue($"{tag}: {model[tag]?.ToJsonString()}");
}
