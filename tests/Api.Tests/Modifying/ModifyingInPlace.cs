using System.Net.Http.Json;
using System.Text.Json;
using EventDicom.Api.Tests.Jobs;
using EventDicom.Dicom;
using EventDicom.Support;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.Modifying;

/// <summary>Parents that were there before a modification show what their instances say after it.</summary>
public sealed class ModifyingInPlace(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [LocalPostgresFact]
    public async Task shows_the_new_tags_of_the_same_resources()
    {
        await using var server = await StartAsync();
        var ids = await UploadAsync(server, patient: 1);
        var before = await JsonAsync(server, $"/instances/{ids.Instance}");

        var answer = await PostAsync(server, $"/series/{ids.Series}/modify",
            """
            { "Replace": { "SeriesDescription": "Thin slices", "StudyDescription": "Follow-up", "PatientName": "Née^Ann" }, "Remove": ["StudyID"],
              "Keep": ["StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID"], "Force": true }
            """);

        answer.Text("ID").ShouldBe(ids.Series);
        await ShouldShowAsync();
        (await JsonAsync(server, $"/patients/{ids.Patient}/statistics")).GetProperty("CountInstances").GetInt32().ShouldBe(2);
        (await JsonAsync(server, $"/instances/{ids.Instance}")).GetProperty("FileSize").GetInt64()
            .ShouldNotBe(before.GetProperty("FileSize").GetInt64());

        // The events say so too, not only the views.
        using var rebuilt = await server.Http.PostAsync(new Uri("/tools/reconstruct", UriKind.Relative), null);
        rebuilt.StatusCode.ShouldBe(HttpStatusCode.OK);
        await ShouldShowAsync();

        async Task ShouldShowAsync()
        {
            (await JsonAsync(server, $"/series/{ids.Series}")).GetProperty("MainDicomTags").Text("SeriesDescription")
                .ShouldBe("Thin slices");
            var study = await JsonAsync(server, $"/studies/{ids.Study}");
            study.GetProperty("MainDicomTags").Text("StudyDescription").ShouldBe("Follow-up");
            study.GetProperty("MainDicomTags").TryGetProperty("StudyID", out _).ShouldBeFalse();
            study.GetProperty("PatientMainDicomTags").Text("PatientName").ShouldBe("Née^Ann");
            (await JsonAsync(server, $"/patients/{ids.Patient}")).GetProperty("MainDicomTags").Text("PatientName").ShouldBe("Née^Ann");
        }
    }

    [LocalPostgresFact]
    public async Task keeps_labels_where_it_is_told_to_even_of_resources_that_hold_a_single_instance()
    {
        await using var server = await StartAsync();
        var uploaded = await PostAsync(server, "/instances", SyntheticInstance.Create(patient: 3).ToBytes());
        string[] paths = [$"/patients/{uploaded.Text("ParentPatient")}", $"/studies/{uploaded.Text("ParentStudy")}",
            $"/series/{uploaded.Text("ParentSeries")}", $"/instances/{uploaded.Text("ID")}"];
        foreach (var path in paths)
            (await server.Http.PutAsync(new Uri($"{path}/labels/kept", UriKind.Relative), null)).EnsureSuccessStatusCode();

        await PostAsync(server, $"{paths[1]}/modify",
            """{ "Remove": ["StudyTime"], "Keep": ["StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID"], "Force": true, "KeepLabels": true }""");

        foreach (var path in paths) (await JsonAsync(server, path)).GetProperty("Labels").Texts().ShouldBe(["kept"], path);
        using var rebuilt = await server.Http.PostAsync(new Uri("/tools/reconstruct", UriKind.Relative), null);
        foreach (var path in paths) (await JsonAsync(server, path)).GetProperty("Labels").Texts().ShouldBe(["kept"], path);
        // Else what takes the place of all that was there has none of its labels, whether it comes from outside or not.
        await PostAsync(server, $"{paths[1]}/modify",
            """{ "Remove": ["AccessionNumber"], "Keep": ["StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID"], "Force": true }""");
        foreach (var path in paths) (await JsonAsync(server, path)).GetProperty("Labels").Texts().ShouldBeEmpty(path);
        foreach (var path in paths)
            (await server.Http.PutAsync(new Uri($"{path}/labels/kept", UriKind.Relative), null)).EnsureSuccessStatusCode();
        await PostAsync(server, "/instances", SyntheticInstance.Create(patient: 3).ToBytes());
        foreach (var path in paths) (await JsonAsync(server, path)).GetProperty("Labels").Texts().ShouldBeEmpty(path);
    }

    [LocalPostgresFact]
    public async Task corrects_a_patient_whose_only_study_is_modified()
    {
        await using var server = await StartAsync();
        var ids = await UploadAsync(server, patient: 2);

        var answer = await PostAsync(server, $"/studies/{ids.Study}/modify",
            """{ "Replace": { "PatientName": "Right^Name", "PatientSex": "F" }, "KeepSource": false }""");

        answer.Text("PatientID").ShouldBe(ids.Patient);
        var patient = await JsonAsync(server, $"/patients/{ids.Patient}");
        patient.GetProperty("Studies").Texts().ShouldBe([answer.Text("ID")]);
        patient.GetProperty("MainDicomTags").Text("PatientName").ShouldBe("Right^Name");
        patient.GetProperty("MainDicomTags").Text("PatientSex").ShouldBe("F");
    }

    private Task<JobServer> StartAsync() => JobServer.StartAsync(postgres.ConnectionString, options: "\"OverwriteInstances\": true,");

    private static async Task<(string Patient, string Study, string Series, string Instance)> UploadAsync(JobServer server, int patient)
    {
        var uploaded = default(JsonElement);
        for (var number = 1; number <= 2; number++)
        {
            var instance = SyntheticInstance.Create(patient, instance: number).With(DicomTag.SpecificCharacterSet, "ISO_IR 192")
                .With(DicomTag.StudyID, "S1");
            uploaded = await PostAsync(server, "/instances", instance.ToBytes());
        }
        return (uploaded.Text("ParentPatient")!, uploaded.Text("ParentStudy")!, uploaded.Text("ParentSeries")!, uploaded.Text("ID")!);
    }

    private static Task<JsonElement> PostAsync(JobServer server, string path, string body) =>
        PostAsync(server, path, System.Text.Encoding.UTF8.GetBytes(body));

    private static async Task<JsonElement> PostAsync(JobServer server, string path, byte[] body)
    {
        using var answer = await server.Http.PostAsync(new Uri(path, UriKind.Relative), new ByteArrayContent(body));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static Task<JsonElement> JsonAsync(JobServer server, string path) =>
        server.Http.GetFromJsonAsync<JsonElement>(new Uri(path, UriKind.Relative));
}
