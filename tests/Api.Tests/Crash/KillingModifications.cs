using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using EventDicom.Api.Tests.Modifying;
using EventDicom.Dicom;
using EventDicom.Support;
using EventDicom.Support.Postgres;
using Xunit.Abstractions;

namespace EventDicom.Api.Tests.Crash;

/// <summary>
/// Kills the server, its database or both while a job makes new instances of a few hundred, lets it go on when they are back, and compares
/// the archive with what an undisturbed job leaves: nothing missing, nothing twice, and no source gone without a result.
/// </summary>
public sealed class KillingModifications(ITestOutputHelper output)
{
    private const int Instances = 300;
    private const int SeriesPerStudy = 3;

    private static readonly int s_rounds = int.Parse(
        Environment.GetEnvironmentVariable("EVENTDICOM_CRASH_ROUNDS") ?? "3", CultureInfo.InvariantCulture);

    [LocalPostgresFact]
    public async Task goes_on_where_it_stopped()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        await using var server = await ServerProcess.StartAsync(("JobsHistorySize", 1000));

        for (var round = 0; round < s_rounds; round++)
        {
            var study = await UploadAsync(server, round);
            var target = await UploadOneAsync(server, round);
            var victim = (Victim)(round % 3);
            var delay = random.Next(0, 900);
            var (path, body) = (round % 4) switch
            {
                0 => ($"/studies/{study}/anonymize", """{"Synchronous":false,"KeepSource":false}"""),
                1 => ($"/studies/{study}/modify", """{"Synchronous":false,"Replace":{"StudyDescription":"New"}}"""),
                2 => ($"/studies/{target}/merge", $$"""{"Synchronous":false,"Resources":["{{study}}"]}"""),
                _ => ($"/studies/{study}/modify", """{"Synchronous":false,"KeepSource":false}"""),
            };
            using var answer = await server.Http.PostAsync(new Uri(path, UriKind.Relative), new StringContent(body, Encoding.UTF8));
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            var job = (await answer.Content.ReadFromJsonAsync<JsonElement>()).Text("ID")!;

            await Task.Delay(delay);
            if (victim is Victim.Server or Victim.Both) await server.KillAsync();
            var postmaster = PostgresProcesses.PostmasterBelow(server.DataFolder);
            if (victim is Victim.Database or Victim.Both) await server.KillPostgresAsync();
            if (victim is Victim.Database) await server.UntilReadyWithAnotherPostmasterAsync(postmaster);
            else await server.StartAgainAsync();

            var ended = await server.Http.EndAsync(job);
            output.WriteLine($"round {round}: {victim} after {delay} ms (seed {seed}): {path.Split('/')[^1]} {ended.Text("State")}");
            ended.Text("State").ShouldBe("Success", ended.ToString());
            await CompareAsync(server, round, study, target, ended.GetProperty("Content"), keepsSource: round % 4 == 1);
        }
    }

    private static async Task CompareAsync(ServerProcess server, int round, string study, string target, JsonElement content,
        bool keepsSource)
    {
        content.GetProperty("InstancesCount").GetInt32().ShouldBe(Instances);
        content.GetProperty("FailedInstancesCount").GetInt32().ShouldBe(0);
        var isMerge = content.TryGetProperty("TargetStudy", out _);
        var result = isMerge ? target : content.Text("ID")!;

        var files = new List<DicomDataset>();
        foreach (var instance in (await GetAsync(server, $"/studies/{result}/instances")).EnumerateArray())
            files.Add(
                DicomFile.Open(await server.Http.GetByteArrayAsync(new Uri($"/instances/{instance.Text("ID")}/file", UriKind.Relative)))
                .Dataset);
        if (isMerge) files.RemoveAll(file => file.Value(DicomTag.InstanceNumber) == "0");

        // The number in the pixels' place tells which source it was: each one once
        files.Select(file => int.Parse(file.Value(DicomTag.InstanceNumber), CultureInfo.InvariantCulture)).Order()
            .ShouldBe(Enumerable.Range(1, Instances));
        files.Select(file => file.Value(DicomTag.SeriesInstanceUID)).Distinct().Count().ShouldBe(SeriesPerStudy);
        files.Select(file => file.Value(DicomTag.PatientName)).Distinct().Count().ShouldBe(1);
        files.Select(file => file.Value(DicomTag.SOPInstanceUID)).Distinct().Count().ShouldBe(Instances);

        using var source = await server.Http.GetAsync(new Uri($"/studies/{study}", UriKind.Relative));
        source.StatusCode.ShouldBe(keepsSource ? HttpStatusCode.OK : HttpStatusCode.NotFound);
        var statistics = await GetAsync(server, "/statistics");
        statistics.GetProperty("CountInstances").GetInt32().ShouldBe(Expected(round), "instances that nobody asked for");
    }

    // Of each round its results and the one instance to merge with; of the rounds that keep their sources, these too
    private static int Expected(int round) => Enumerable.Range(0, round + 1).Sum(before => 1 + Instances * (before % 4 == 1 ? 2 : 1));

    private static async Task<string> UploadAsync(ServerProcess server, int round)
    {
        var study = "";
        await Parallel.ForEachAsync(Enumerable.Range(1, Instances), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (number, _) =>
            study = await UploadAsync(server, SyntheticInstance.Create(patient: 10 + round, series: 1 + number % SeriesPerStudy,
                instance: number).WithImage(32, 32)));
        return study;
    }

    private static Task<string> UploadOneAsync(ServerProcess server, int round) =>
        UploadAsync(server, SyntheticInstance.Create(patient: 5000 + round, instance: 0));

    private static async Task<string> UploadAsync(ServerProcess server, SyntheticInstance instance)
    {
        using var answer = await server.Http.PostAsync(new Uri("/instances", UriKind.Relative), new ByteArrayContent(instance.ToBytes()));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).Text("ParentStudy")!;
    }

    private static Task<JsonElement> GetAsync(ServerProcess server, string path) =>
        server.Http.GetFromJsonAsync<JsonElement>(new Uri(path, UriKind.Relative));
}
