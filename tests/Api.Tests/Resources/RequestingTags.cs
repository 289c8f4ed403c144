using System.Text.Json;
using EventDicom.Dicom;
using EventDicom.Support;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.Resources;

/// <summary>What <c>requestedTags</c> adds to a resource: texts, sequences, counts, and null for what the file has not.</summary>
[Collection(nameof(OneServer))]
public sealed class RequestingTags(SharedServer server) : IAsyncLifetime
{
    private const string SecondaryCapture = SyntheticInstance.SecondaryCapture;
    private const string MultiframeGrayscale = "1.2.840.10008.5.1.4.1.1.7.2";

    private static readonly JsonSerializerOptions s_plain =
        new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly int _patient = SharedServer.NewPatient();
    private string _instance = "", _series = "", _study = "", _id = "";

    public async Task InitializeAsync()
    {
        if (TestServer.MissingLocal is not null) return;
        var item = SyntheticDataset.Empty.With(DicomTag.PatientID, "LO", "other")
            .WithSequence(DicomTag.OtherPatientIDsSequence, SyntheticDataset.Empty.With(DicomTag.PatientID, "LO", "inner"));
        var answer = await server.UploadAsync(
            SyntheticInstance.Create(_patient).WithSequence(DicomTag.OtherPatientIDsSequence, item).With(DicomTag.AccessionNumber, "SH", "")
            .With(DicomTag.PatientComments, "LT", new('x', 300)));
        (_instance, _series, _study, _id) = (answer.Text("ID")!, answer.Text("ParentSeries")!, answer.Text("ParentStudy")!,
            answer.Text("ParentPatient")!);
        await server.UploadAsync(SyntheticInstance.Create(_patient, instance: 2));
        await server.UploadAsync(SyntheticInstance.Create(_patient, series: 2).With(DicomTag.SOPClassUID, "UI", MultiframeGrayscale)
            .With(DicomTag.Modality, "CS", "MR"));
        await server.UploadAsync(SyntheticInstance.Create(_patient, study: 2));
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [LocalPostgresFact]
    public async Task computes_what_belongs_to_the_level()
    {
        (await RequestedAsync($"/patients/{_id}",
            "NumberOfPatientRelatedStudies;NumberOfPatientRelatedSeries;NumberOfPatientRelatedInstances"))
            .ShouldBe("""{"NumberOfPatientRelatedInstances":"4","NumberOfPatientRelatedSeries":"3","NumberOfPatientRelatedStudies":"2"}""");
        (await RequestedAsync($"/studies/{_study}",
            "NumberOfStudyRelatedSeries;NumberOfStudyRelatedInstances;ModalitiesInStudy;SOPClassesInStudy")).ShouldBe(
            $$"""{"ModalitiesInStudy":"MR\\OT","NumberOfStudyRelatedInstances":"3","NumberOfStudyRelatedSeries":"2","SOPClassesInStudy":"{{SecondaryCapture}}\\{{MultiframeGrayscale}}"}""");
        (await RequestedAsync($"/series/{_series}", "NumberOfSeriesRelatedInstances"))
            .ShouldBe("""{"NumberOfSeriesRelatedInstances":"2"}""");
        (await RequestedAsync($"/instances/{_instance}", "InstanceAvailability;SOPClassUID"))
            .ShouldBe($$"""{"InstanceAvailability":"ONLINE","SOPClassUID":"{{SecondaryCapture}}"}""");
    }

    [LocalPostgresTheory]
    [InlineData("studies", "InstanceAvailability")]
    [InlineData("studies", "NumberOfPatientRelatedStudies")]
    [InlineData("instances", "ModalitiesInStudy")]
    [InlineData("instances", "SOPClassesInStudy")]
    [InlineData("series", "NumberOfStudyRelatedInstances")]
    [InlineData("patients", "NumberOfSeriesRelatedInstances")]
    public async Task shows_what_is_computed_at_another_level_as_null_where_a_file_is_read_at_all(string level, string tag)
    {
        (await RequestedAsync(PathOf(level), tag)).ShouldBe("{}");
        (await RequestedAsync(PathOf(level), $"{tag};Units")).ShouldBe($$"""{"{{tag}}":null,"Units":null}""");
    }

    [LocalPostgresTheory]
    [InlineData("patients")]
    [InlineData("studies")]
    [InlineData("series")]
    [InlineData("instances")]
    public async Task shows_a_sequence_in_the_form_that_is_asked_for(string level)
    {
        var path = PathOf(level);
        (await RequestedAsync(path, "OtherPatientIDsSequence"))
            .ShouldBe("""{"OtherPatientIDsSequence":[{"OtherPatientIDsSequence":[{"PatientID":"inner"}],"PatientID":"other"}]}""");
        (await RequestedAsync($"{path}?short", "0010-1002"))
            .ShouldBe("""{"0010,1002":[{"0010,0020":"other","0010,1002":[{"0010,0020":"inner"}]}]}""");
        var full = (await server.JsonAsync($"{path}?full&requestedTags=OtherPatientIDsSequence")).GetProperty("RequestedTags")
            .GetProperty("0010,1002");
        (full.Text("Name"), full.Text("Type")).ShouldBe(("OtherPatientIDsSequence", "Sequence"));
        full.GetProperty("Value")[0].GetProperty("0010,0020").Text("Value").ShouldBe("other");
    }

    [LocalPostgresFact]
    public async Task shows_sequences_as_deep_as_a_file_may_nest_them()
    {
        var nested = SyntheticDataset.Empty.With(DicomTag.PatientID, "LO", "innermost");
        for (var depth = 0; depth < 100; depth++) nested = SyntheticDataset.Empty.WithSequence(DicomTag.OtherPatientIDsSequence, nested);
        var deep = await server.UploadAsync(SyntheticInstance.Create(SharedServer.NewPatient())
            .WithSequence(DicomTag.OtherPatientIDsSequence, nested));

        foreach (var form in (string[])["simplify", "short", "full"])
            (await server.TextAsync($"/studies/{deep.Text("ParentStudy")}?{form}&requestedTags=OtherPatientIDsSequence"))
                .ShouldContain("innermost", Case.Sensitive, form);
    }

    [LocalPostgresTheory]
    [InlineData("patients")]
    [InlineData("studies")]
    [InlineData("series")]
    [InlineData("instances")]
    public async Task shows_null_for_what_the_file_has_not_or_shows_no_text_of(string level)
    {
        // PatientComments is too long, PixelData no text, ImageComments a main tag of the instance without a value.
        const string Tags = "PatientAge;PatientComments;PixelData;ImageComments";
        (await RequestedAsync(PathOf(level), Tags))
            .ShouldBe("""{"ImageComments":null,"PatientAge":null,"PatientComments":null,"PixelData":null}""");
        (await RequestedAsync(PathOf(level) + "?short", "PatientAge")).ShouldBe("""{"0010,1010":null}""");
        (await RequestedAsync(PathOf(level) + "?full", "PatientAge"))
            .ShouldBe("""{"0010,1010":{"Name":"PatientAge","Type":"Null","Value":null}}""");
        (await RequestedAsync(PathOf(level), "0009-0110;0009-0111")).ShouldBe("""{"Unknown Tag & Data":null}""");
    }

    [LocalPostgresFact]
    public async Task shows_an_empty_value_as_empty_text() =>
        (await RequestedAsync(PathOf("instances"), "AccessionNumber")).ShouldBe("""{"AccessionNumber":""}""");

    [LocalPostgresTheory]
    [InlineData("")]
    [InlineData(";;;")]
    public async Task adds_nothing_where_no_tag_is_named(string tags)
    {
        foreach (var name in (string[])["requestedTags", "requested-tags"])
            (await server.JsonAsync($"{PathOf("studies")}?{name}={tags}")).TryGetProperty("RequestedTags", out _).ShouldBeFalse(name);
    }

    [LocalPostgresFact]
    public async Task drops_file_meta_information() => (await RequestedAsync(PathOf("instances"), "TransferSyntaxUID")).ShouldBe("{}");

    [LocalPostgresFact]
    public async Task adds_tags_on_every_route_that_shows_resources()
    {
        foreach (var route in (string[])[
            $"/studies/{_study}/patient", $"/series/{_series}/study", $"/instances/{_instance}/series", $"/patients/{_id}/studies",
            $"/studies/{_study}/series", $"/series/{_series}/instances",
            "/patients?expand&since=0&limit=1", "/studies?expand&since=0&limit=1", "/series?expand&since=0&limit=1",
            "/instances?expand&since=0&limit=1"])
        {
            var query = $"{route}{(route.Contains('?', StringComparison.Ordinal) ? '&' : '?')}requested-tags=";
            var shown = await server.JsonAsync(query + "PatientID");
            (shown.ValueKind == JsonValueKind.Array ? shown[0] : shown).GetProperty("RequestedTags").Names().ShouldBe(["PatientID"], route);
            foreach (var (unknown, named) in ((string, string)[])[("Nope", "Nope"), ("0010", "0010"), ("%00", @"\u0000")])
            {
                (await SharedServer.RefusalAsync(server.GetAsync(query + $"PatientID;{unknown};SOPClassUID")))
                    .ShouldBe((HttpStatusCode.BadRequest, 8, $"Invalid requested-tags argument: Unknown DICOM tag {named}"), route);
            }
        }
    }

    private string PathOf(string level) => level switch
    {
        "patients" => $"/patients/{_id}",
        "studies" => $"/studies/{_study}",
        "series" => $"/series/{_series}",
        _ => $"/instances/{_instance}",
    };

    private async Task<string> RequestedAsync(string path, string tags)
    {
        var resource = await server.JsonAsync($"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}requestedTags={tags}");
        return JsonSerializer.Serialize(resource.GetProperty("RequestedTags"), s_plain);
    }
}
