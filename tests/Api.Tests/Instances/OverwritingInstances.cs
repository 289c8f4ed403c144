using System.Net.Http.Json;
using System.Text.Json;
using EventDicom.Dicom;
using EventDicom.Support;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.Instances;

/// <summary>On a server of its own, which overwrites instances and keeps nothing of what was replaced.</summary>
public sealed class OverwritingInstances
{
    [LocalPostgresFact]
    public async Task takes_the_new_bytes_logs_everything_anew_and_purges_the_old_ones()
    {
        await using var server = await ServerProcess.StartAsync(
            ("OverwriteInstances", true), ("EventDicom", new Dictionary<string, int> { ["KeepDeleted"] = 0 }), ("StableAge", 3600));
        var first = SyntheticInstance.Create();
        var second = first.With(DicomTag.PatientComments, "LT", "changed");

        var id = await UploadAsync(server, first);
        (await UploadAsync(server, second)).ShouldBe(id);

        (await server.Http.GetByteArrayAsync(new Uri($"/instances/{id}/file", UriKind.Relative))).ShouldBe(second.ToBytes());
        (await JsonAsync(server, "/statistics")).GetProperty("CountInstances").GetInt32().ShouldBe(1);
        var changes = (await JsonAsync(server, "/changes")).GetProperty("Changes").EnumerateArray().ToList();
        changes.Select(change => change.Text("ChangeType")).ShouldBe(["NewInstance", "NewSeries", "NewStudy", "NewPatient"]);
        changes[0].GetProperty("Seq").GetInt64().ShouldBe(5); // after the four of the first upload

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (Blobs(server) != 1) await Task.Delay(100, patience.Token);
        (await server.Http.GetByteArrayAsync(new Uri($"/instances/{id}/file", UriKind.Relative))).ShouldBe(second.ToBytes());
    }

    [LocalPostgresFact]
    public async Task keeps_the_same_file_and_takes_a_changed_one_where_only_changes_count()
    {
        await using var server = await ServerProcess.StartAsync(("OverwriteInstances", "IfChanged"), ("StableAge", 3600));
        var first = SyntheticInstance.Create();
        await UploadAsync(server, first);

        using var again = await server.Http.PostAsync(new Uri("/instances", UriKind.Relative), new ByteArrayContent(first.ToBytes()));
        (await again.Content.ReadFromJsonAsync<JsonElement>()).Text("Status").ShouldBe("AlreadyStored");
        await UploadAsync(server, first.With(DicomTag.PatientComments, "LT", "changed"));

        (await JsonAsync(server, "/changes")).GetProperty("Changes").EnumerateArray()
            .Count(change => change.Text("ChangeType") == "NewInstance").ShouldBe(1, "the old one left the log with its instance");
    }

    private static int Blobs(ServerProcess server) =>
        Directory.EnumerateFiles(Path.Combine(server.DataFolder, "blobs"), "*", SearchOption.AllDirectories)
        .Select(file => Path.GetFileName(file)).Where(name => name.Length == 64).Distinct().Count();

    private static async Task<string> UploadAsync(ServerProcess server, SyntheticInstance instance)
    {
        using var answer = await server.Http.PostAsync(new Uri("/instances", UriKind.Relative), new ByteArrayContent(instance.ToBytes()));
        var json = await answer.Content.ReadFromJsonAsync<JsonElement>();
        json.Text("Status").ShouldBe("Success");
        return json.Text("ID")!;
    }

    private static async Task<JsonElement> JsonAsync(ServerProcess server, string path) =>
        await server.Http.GetFromJsonAsync<JsonElement>(new Uri(path, UriKind.Relative));
}
