using System.IO.Compression;
using System.Text.Json;
using EventDicom.Dicom;
using EventDicom.Support;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.Resources;

/// <summary>Two studies under one PatientID whose files do not agree on who that is: each keeps what its own first instance says.</summary>
[Collection(nameof(OneServer))]
public sealed class KeepingTheStudysPatient(SharedServer server)
{
    [LocalPostgresFact]
    public async Task each_study_shows_the_patient_as_its_own_first_instance_does()
    {
        var (first, second) = await UploadAsync(SharedServer.NewPatient());

        var patient = await server.JsonAsync($"/patients/{first.Text("ParentPatient")}");
        patient.GetProperty("MainDicomTags").Text("PatientName").ShouldBe("First^Name");
        var one = (await server.JsonAsync($"/studies/{first.Text("ParentStudy")}")).GetProperty("PatientMainDicomTags");
        one.Text("PatientName").ShouldBe("First^Name");
        one.Text("PatientBirthDate").ShouldBe("19700101");
        var other = (await server.JsonAsync($"/studies/{second.Text("ParentStudy")}")).GetProperty("PatientMainDicomTags");
        other.Text("PatientName").ShouldBe("Second^Name");
        other.TryGetProperty("PatientBirthDate", out _).ShouldBeFalse("only what is there in the study");

        foreach (var (path, name) in (IEnumerable<(string, string)>)
        [
            ($"/studies/{second.Text("ParentStudy")}", "Second^Name"), ($"/series/{second.Text("ParentSeries")}", "Second^Name"),
            ($"/instances/{second.Text("ID")}", "Second^Name"),
            ($"/patients/{second.Text("ParentPatient")}", "First^Name"), ($"/instances/{first.Text("ID")}", "First^Name"),
        ])
            (await server.JsonAsync($"{path}?requestedTags=PatientName")).GetProperty("RequestedTags").Text("PatientName")
            .ShouldBe(name, path);
    }

    [LocalPostgresFact]
    public async Task an_archive_of_one_study_is_named_after_it_and_one_of_more_after_the_patient()
    {
        var (first, second) = await UploadAsync(SharedServer.NewPatient());

        (await FoldersAsync($"/studies/{second.Text("ParentStudy")}/archive"))
            .ShouldAllBe(folder => folder.EndsWith("Second^Name", StringComparison.Ordinal));
        (await FoldersAsync($"/series/{second.Text("ParentSeries")}/archive"))
            .ShouldAllBe(folder => folder.EndsWith("Second^Name", StringComparison.Ordinal));
        (await FoldersAsync($"/patients/{first.Text("ParentPatient")}/archive"))
            .ShouldAllBe(folder => folder.EndsWith("First^Name", StringComparison.Ordinal));
        (await FoldersAsync($"/tools/create-archive?resources={first.Text("ParentStudy")},{second.Text("ParentStudy")}"))
            .ShouldAllBe(folder => folder.EndsWith("First^Name", StringComparison.Ordinal));
    }

    private async Task<(JsonElement First, JsonElement Second)> UploadAsync(int patient) => (
        await server.UploadAsync(SyntheticInstance.Create(patient).With(DicomTag.PatientName, "First^Name")
            .With(DicomTag.PatientBirthDate, "19700101")),
        await server.UploadAsync(SyntheticInstance.Create(patient, study: 2).With(DicomTag.PatientName, "Second^Name")
            .Without(DicomTag.PatientBirthDate)));

    private async Task<IEnumerable<string>> FoldersAsync(string path)
    {
        await using var zip = new ZipArchive(new MemoryStream(await server.BytesAsync(path)));
        return [.. zip.Entries.Select(entry => entry.FullName.Split('/')[0])];
    }
}
