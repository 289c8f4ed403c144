using EventDicom.Api.Tests.Configuration;
using EventDicom.Support;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.Rebuilding;

public sealed class RebuildingTheViews(PostgresFixture postgres, TemporaryFolder folder)
    : IClassFixture<PostgresFixture>, IClassFixture<TemporaryFolder>
{
    [LocalPostgresFact]
    public async Task gives_the_same_rows_as_before_without_opening_a_file()
    {
        await using var server = await StartAsync();
        for (var patient = 1; patient <= 3; patient++)
            for (var instance = 1; instance <= 4; instance++)
                await UploadAsync(server, SyntheticInstance.Create(patient, study: 1 + instance % 2, instance: instance));
        await DeleteAsync(server, $"/patients/{Domain.OrthancId.OfPatient("SYN1")}");
        await DeleteAsync(server, $"/studies/{Domain.OrthancId.OfStudy("SYN2", "2.25.1000.2.1")}");
        await UploadAsync(server, SyntheticInstance.Create(1));
        var patient3 = $"/patients/{Domain.OrthancId.OfPatient("SYN3")}";
        foreach (var said in (string[])["metadata/1024", "metadata/1024", "attachments/1024", "attachments/1024", "attachments/1025"])
            using (var put = await server.Http.PutAsync(new Uri($"{patient3}/{said}", UriKind.Relative), new StringContent("said")))
                put.EnsureSuccessStatusCode();
        await DeleteAsync(server, $"{patient3}/attachments/1025");
        foreach (var worklist in (string[])["a", "b", "a"])
            using (var put = await server.Http.PutAsync(
                new Uri($"/worklists/{worklist}", UriKind.Relative), new StringContent("""{ "Tags": { "PatientID": "P1" } }""")))
                put.EnsureSuccessStatusCode();
        await DeleteAsync(server, "/worklists/b");
        await server.Http.GetStringAsync(new Uri("/changes", UriKind.Relative)); // the log has caught up
        var before = await ViewRows.OfAsync(postgres.ConnectionString);
        before.ShouldContain("patients");
        before.ShouldContain("worklists (a,");
        Directory.Move(Path.Combine(folder.Path, "blobs"), Path.Combine(folder.Path, "away"));

        using var rebuilt = await server.Http.PostAsync(new Uri("/tools/reconstruct", UriKind.Relative), null);

        rebuilt.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await ViewRows.OfAsync(postgres.ConnectionString)).ShouldBe(before);
        Directory.Move(Path.Combine(folder.Path, "away"), Path.Combine(folder.Path, "blobs"));
    }

    [LocalPostgresFact]
    public async Task goes_on_under_writers_and_readers_and_loses_nothing()
    {
        await using var server = await StartAsync();
        using var done = new CancellationTokenSource();
        var stored = 0;
        var writers = Enumerable.Range(100, 4).Select(async patient =>
        {
            for (var instance = 1; !done.IsCancellationRequested; instance++)
            {
                await UploadAsync(server, SyntheticInstance.Create(patient, instance: instance));
                Interlocked.Increment(ref stored);
            }
        }).ToList();
        var reader = Task.Run(async () =>
        {
            var (since, seen) = (0L, 0);
            while (true)
            {
                var last = done.IsCancellationRequested && writers.All(writer => writer.IsCompleted);
                var page = System.Text.Json.JsonDocument.Parse(
                    await server.Http.GetStringAsync(new Uri($"/changes?since={since}&limit=1000", UriKind.Relative))).RootElement;
                seen += page.GetProperty("Changes").EnumerateArray().Count(change => change.Text("ChangeType") == "NewInstance");
                since = Math.Max(since, page.GetProperty("Last").GetInt64());
                if (last && page.GetProperty("Done").GetBoolean()) return seen;
            }
        });

        for (var round = 0; round < 3; round++)
            (await server.Http.PostAsync(new Uri("/tools/reconstruct", UriKind.Relative), null)).EnsureSuccessStatusCode();
        await done.CancelAsync();
        await Task.WhenAll(writers);

        (await reader).ShouldBe(stored + (await InstancesBeforeAsync(server)));
        var counted = System.Text.Json.JsonDocument.Parse(await server.Http.GetStringAsync(new Uri("/statistics", UriKind.Relative)))
            .RootElement.GetProperty("CountInstances").GetInt32();
        counted.ShouldBe(stored + (await InstancesBeforeAsync(server)));
    }

    // What the other test of the class left in the same database.
    private static async Task<int> InstancesBeforeAsync(ServerProcess server)
    {
        var ids = System.Text.Json.JsonDocument.Parse(await server.Http.GetStringAsync(new Uri("/patients?expand", UriKind.Relative)))
            .RootElement;
        var count = 0;
        foreach (var patient in ids.EnumerateArray()
            .Where(patient => patient.GetProperty("MainDicomTags").Text("PatientID") is { Length: 4 }))
            count += System.Text.Json.JsonDocument.Parse(
                await server.Http.GetStringAsync(new Uri($"/patients/{patient.Text("ID")}/statistics", UriKind.Relative)))
                .RootElement.GetProperty("CountInstances").GetInt32();
        return count;
    }

    private Task<ServerProcess> StartAsync() => ServerProcess.StartAsync(
        ("EventDicom", new Dictionary<string, string> { ["ConnectionString"] = postgres.ConnectionString,
            ["BlobFolder"] = Path.Combine(folder.Path, "blobs") }), ("StableAge", 3600),
        ("Worklists", new Dictionary<string, object> { ["Enable"] = true, ["SaveInOrthancDatabase"] = true }));

    private static async Task UploadAsync(ServerProcess server, SyntheticInstance instance) =>
        (await server.Http.PostAsync(new Uri("/instances", UriKind.Relative), new ByteArrayContent(instance.ToBytes())))
        .EnsureSuccessStatusCode().Dispose();

    private static async Task DeleteAsync(ServerProcess server, string path) =>
        (await server.Http.DeleteAsync(new Uri(path, UriKind.Relative))).EnsureSuccessStatusCode().Dispose();
}
