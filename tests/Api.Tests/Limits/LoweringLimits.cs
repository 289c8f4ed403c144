using System.Net.Http.Json;
using System.Text.Json;
using EventDicom.Api.Tests.Jobs;
using EventDicom.Domain;
using EventDicom.Support;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.Limits;

/// <summary>One archive under one configuration after the other: without limits, with one that is lower than what it holds, and with one
/// that refuses.</summary>
public sealed class LoweringLimits(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const int Patients = 5;

    [PostgresFact]
    public async Task recycles_at_the_start_and_refuses_what_it_is_told_to_refuse()
    {
        await using (var server = await JobServer.StartAsync(postgres.ConnectionString))
            for (var patient = 1; patient <= Patients; patient++) await server.UploadAsync(SyntheticInstance.Create(patient));

        await using (var server = await JobServer.StartAsync(postgres.ConnectionString, options: "\"MaximumPatientCount\": 2,"))
        {
            (await UntilFewAsync(server)).ShouldBe([Id(4), Id(5)], ignoreOrder: true);
            // What was recycled does not wait for KeepDeleted.
            await server.UploadAsync(SyntheticInstance.Create(6));
            await server.UploadAsync(SyntheticInstance.Create(7));
            await server.UploadAsync(SyntheticInstance.Create(8));
            await JobServer.UntilAsync(() => FilesIn(server.BlobFolder).Count == 2);
        }

        await using (var server = await JobServer.StartAsync(postgres.ConnectionString,
            options: "\"MaximumPatientCount\": 2, \"MaximumStorageMode\": \"Reject\","))
        {
            (await PatientsAsync(server)).ShouldBe([Id(7), Id(8)], ignoreOrder: true);
            await ShouldBeRefusedAsync(server, SyntheticInstance.Create(9).ToBytes());
            await ShouldBeRefusedAsync(server, new SyntheticZip().With("a.dcm", SyntheticInstance.Create(7, instance: 3).ToBytes())
                .With("b.dcm", SyntheticInstance.Create(9).ToBytes()).ToBytes());
            (await server.UploadAsync(SyntheticInstance.Create(7, instance: 2))).Text("Status").ShouldBe("Success");
            (await server.UploadAsync(SyntheticInstance.Create(7, instance: 2))).Text("Status").ShouldBe("AlreadyStored");
            // The entry before the one that found no room.
            (await server.UploadAsync(SyntheticInstance.Create(7, instance: 3))).Text("Status").ShouldBe("AlreadyStored");

            var series = (await server.UploadAsync(SyntheticInstance.Create(7, series: 2))).Text("ParentSeries");
            using var anonymized = await server.AskAsync($"/series/{series}/anonymize", "{}");
            anonymized.StatusCode.ShouldBe(HttpStatusCode.InsufficientStorage);
            (await PatientsAsync(server)).ShouldBe([Id(7), Id(8)], ignoreOrder: true);

            var system = await server.Http.GetFromJsonAsync<JsonElement>(new Uri("/system", UriKind.Relative));
            (system.GetProperty("MaximumPatientCount").GetInt32(), system.Text("MaximumStorageMode")).ShouldBe((2, "Reject"));
        }
    }

    private static async Task ShouldBeRefusedAsync(JobServer server, byte[] body)
    {
        using var answer = await server.Http.PostAsync(new Uri("/instances", UriKind.Relative), new ByteArrayContent(body));
        answer.StatusCode.ShouldBe(HttpStatusCode.InsufficientStorage);
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("OrthancStatus").GetInt32().ShouldBe(19);
    }

    private static async Task<string[]> UntilFewAsync(JobServer server)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        while (true)
        {
            var patients = await PatientsAsync(server);
            if (patients.Length <= 2) return patients;
            clock.Elapsed.ShouldBeLessThan(TimeSpan.FromMinutes(1));
            await Task.Delay(20);
        }
    }

    // A file has two names until it is known to be settled.
    private static HashSet<string> FilesIn(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetFileName(file))
            .Where(name => name.Length == 64)];

    private static string Id(int patient) => OrthancId.OfPatient($"SYN{patient}").Value;

    private static async Task<string[]> PatientsAsync(JobServer server) =>
        (await server.Http.GetFromJsonAsync<string[]>(new Uri("/patients", UriKind.Relative)))!;
}
