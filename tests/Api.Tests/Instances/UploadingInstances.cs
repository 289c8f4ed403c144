using System.IO.Compression;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using EventDicom.Dicom;
using EventDicom.Support;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.Instances;

[Collection(nameof(OneServer))]
public sealed class UploadingInstances(SharedServer server)
{
    private readonly int _patient = SharedServer.NewPatient();

    public static TheoryData<string> Series => [.. SharedData.FilesIn("dicom/series")];

    public static TheoryData<string> CornerCases => [.. SharedData.FilesIn("dicom/corner-cases")];

    [LocalPostgresFact]
    public async Task answers_with_its_identifier_its_parents_and_its_path()
    {
        var instance = SyntheticInstance.Create(_patient);
        var answer = await server.UploadAsync(instance);

        answer.Names().ShouldBe(["ID", "ParentPatient", "ParentSeries", "ParentStudy", "Path", "Status"]);
        answer.Text("Status").ShouldBe("Success");
        answer.Text("Path").ShouldBe($"/instances/{answer.Text("ID")}");
        (await server.BytesAsync($"/instances/{answer.Text("ID")}/file")).ShouldBe(instance.ToBytes());
    }

    [LocalPostgresFact]
    public async Task twice_says_that_it_is_already_stored()
    {
        var instance = SyntheticInstance.Create(_patient);
        var first = await server.UploadAsync(instance);
        var second = await server.UploadAsync(instance);

        second.Text("Status").ShouldBe("AlreadyStored");
        second.Text("ID").ShouldBe(first.Text("ID"));
    }

    [LocalPostgresFact]
    public async Task many_times_at_once_stores_it_once()
    {
        var instance = SyntheticInstance.Create(_patient);
        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => server.UploadAsync(instance)));

        answers.Count(answer => answer.Text("Status") == "Success").ShouldBe(1);
        answers.Count(answer => answer.Text("Status") == "AlreadyStored").ShouldBe(15);
    }

    [LocalPostgresFact]
    public async Task of_a_large_file_gives_back_every_byte()
    {
        var pixels = new byte[3_000_000];
        new Random(1).NextBytes(pixels);
        var instance = SyntheticInstance.Create(_patient).WithBytes(DicomTag.PixelData, "OW", pixels);
        var id = (await server.UploadAsync(instance)).Text("ID");

        (await server.BytesAsync($"/instances/{id}/file")).ShouldBe(instance.ToBytes());
    }

    [LocalPostgresFact]
    public async Task takes_a_gzipped_body()
    {
        var instance = SyntheticInstance.Create(_patient);
        using var zipped = new MemoryStream();
        using (var gzip = new GZipStream(zipped, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(instance.ToBytes());
        var content = new ByteArrayContent(zipped.ToArray());
        content.Headers.ContentEncoding.Add("gzip");

        using var answer = await server.Http.PostAsync(new Uri("/instances", UriKind.Relative), content);
        var id = (await answer.Content.ReadFromJsonAsync<JsonElement>()).Text("ID");

        (await server.BytesAsync($"/instances/{id}/file")).ShouldBe(instance.ToBytes());
    }

    [LocalPostgresFact]
    public async Task takes_a_zip_and_passes_over_what_is_not_DICOM()
    {
        using var zip = new MemoryStream();
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(archive, "a/b/first.dcm", SyntheticInstance.Create(_patient, instance: 1).ToBytes());
            Add(archive, "readme.txt", "no DICOM"u8.ToArray());
            Add(archive, "DICOMDIR", SyntheticInstance.Create(_patient, instance: 3).ToBytes());
            Add(archive, "second", SyntheticInstance.Create(_patient, instance: 2).ToBytes());
            Add(archive, "nameless.dcm", SyntheticInstance.Create(_patient).Without(DicomTag.SOPInstanceUID).ToBytes());
        }

        using var answer = await server.PostAsync("/instances", zip.ToArray(), "application/zip");
        var stored = await answer.Content.ReadFromJsonAsync<JsonElement>();

        stored.EnumerateArray().Select(entry => entry.Text("Status")).ShouldBe(["Success", "Success", "Failure"]);
        stored[2].TryGetProperty("ID", out _).ShouldBeFalse();
    }

    [LocalPostgresFact]
    public async Task takes_a_browsers_form_and_answers_nothing()
    {
        var form = new MultipartFormDataContent
        {
            { File(SyntheticInstance.Create(_patient, instance: 1)), "file", "one.dcm" },
            { File(SyntheticInstance.Create(_patient, instance: 2)), "file", "two.dcm" },
        };
        using var answer = await server.Http.PostAsync(new Uri("/instances", UriKind.Relative), form);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Content.ReadAsStringAsync()).ShouldBe("");
        var patient = Domain.OrthancId.OfPatient($"SYN{_patient}");
        (await server.JsonAsync($"/patients/{patient}/instances")).GetArrayLength().ShouldBe(2);

        static ByteArrayContent File(SyntheticInstance instance) =>
            new(instance.ToBytes()) { Headers = { ContentType = new MediaTypeHeaderValue("application/dicom") } };
    }

    [LocalPostgresFact]
    public async Task refuses_what_is_empty_or_no_DICOM_as_Orthanc_does()
    {
        (await SharedServer.RefusalAsync(server.PostAsync("/instances", [])))
            .ShouldBe((HttpStatusCode.BadRequest, 15, "Received an empty DICOM file"));
        (await SharedServer.RefusalAsync(server.PostAsync("/instances", "hello"u8.ToArray())))
            .ShouldBe((HttpStatusCode.BadRequest, 15, "Cannot parse an invalid DICOM file (size: 5 bytes)"));
    }

    [LocalPostgresFact]
    public async Task refuses_a_file_without_identifiers_as_Orthanc_does()
    {
        var (absent, absentError, _) = await SharedServer.RefusalAsync(
            server.PostAsync("/instances", SyntheticInstance.Create(_patient).Without(DicomTag.StudyInstanceUID).ToBytes()));
        var (empty, emptyError, _) = await SharedServer.RefusalAsync(
            server.PostAsync("/instances", SyntheticInstance.Create(_patient).With(DicomTag.StudyInstanceUID, "UI", "").ToBytes()));

        (absent, absentError).ShouldBe((HttpStatusCode.NotFound, 21));
        (empty, emptyError).ShouldBe((HttpStatusCode.BadRequest, 15));
    }

    [SharedDataTheory]
    [MemberData(nameof(Series))]
    public async Task of_a_published_series_gives_back_every_byte(string file)
    {
        var content = await System.IO.File.ReadAllBytesAsync(SharedData.PathOf("dicom/series", file));
        using var answer = await server.PostAsync("/instances", content);
        var id = (await answer.Content.ReadFromJsonAsync<JsonElement>()).Text("ID");

        (await server.BytesAsync($"/instances/{id}/file")).AsSpan().SequenceEqual(content).ShouldBeTrue();
        (await server.JsonAsync($"/instances/{id}/tags")).Names().ShouldNotBeEmpty();
    }

    [SharedDataTheory]
    [MemberData(nameof(CornerCases))]
    public async Task of_a_corner_case_is_stored_or_refused_with_a_clear_error(string file)
    {
        var content = await System.IO.File.ReadAllBytesAsync(SharedData.PathOf("dicom/corner-cases", file));
        using var answer = await server.PostAsync("/instances", content);

        if (answer.StatusCode == HttpStatusCode.OK)
        {
            var json = await answer.Content.ReadFromJsonAsync<JsonElement>();
            if (json.ValueKind == JsonValueKind.Array) return; // a ZIP of several
            if (json.Text("Status") == "Success") // some of the files have the identifiers of others
                (await server.BytesAsync($"/instances/{json.Text("ID")}/file")).AsSpan().SequenceEqual(content).ShouldBeTrue();
            foreach (var shape in (string[])["tags", "tags?short", "simplified-tags", "header", "content"])
                (await server.JsonAsync($"/instances/{json.Text("ID")}/{shape}")).ValueKind.ShouldNotBe(JsonValueKind.Null);
        }
        else
        {
            ((int)answer.StatusCode).ShouldBeInRange(400, 404);
            (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("OrthancStatus").GetInt32().ShouldBeOneOf(15, 21);
        }
    }

    private static void Add(ZipArchive archive, string name, byte[] content)
    {
        using var entry = archive.CreateEntry(name).Open();
        entry.Write(content);
    }
}
