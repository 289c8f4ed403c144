using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using EventDicom.Api.Tests.Modifying;
using EventDicom.Support;
using EventDicom.Support.Postgres;
using Npgsql;
using Xunit.Abstractions;

namespace EventDicom.Api.Tests.Crash;

/// <summary>Kills the server while jobs split, merge, modify and anonymize: each deed is recorded once, however often steps were
/// repeated.</summary>
public sealed class RecordingDeedsOnce(PostgresFixture postgres, ITestOutputHelper output) : IClassFixture<PostgresFixture>
{
    private const int Instances = 150;

    private static readonly int s_rounds = int.Parse(
        Environment.GetEnvironmentVariable("EVENTDICOM_CRASH_ROUNDS") ?? "3", CultureInfo.InvariantCulture);

    [LocalPostgresFact]
    public async Task whenever_the_server_was_killed()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        await using var database = NpgsqlDataSource.Create(postgres.ConnectionString);
        await using var server = await ServerProcess.StartAsync(
            ("JobsHistorySize", 1000), ("EventDicom",
                new Dictionary<string, object> { ["ConnectionString"] = postgres.ConnectionString, ["KeepDeleted"] = 30 }));

        for (var round = 0; round < s_rounds; round++)
        {
            var (study, series) = await UploadAsync(server, 20 + 2 * round, Instances);
            var (target, _) = await UploadAsync(server, 21 + 2 * round, 1);
            var (path, body, deeds) = (round % 4) switch
            {
                0 => ($"/studies/{study}/split", $$"""{"Synchronous":false,"Series":["{{series}}"]}""", new[] { "study_split" }),
                1 => ($"/studies/{target}/merge", $$"""{"Synchronous":false,"Resources":["{{study}}"]}""",
                    ["studies_merged", "study_merged_into"]),
                2 => ($"/studies/{study}/anonymize", """{"Synchronous":false,"KeepSource":false}""", ["resource_anonymized"]),
                _ => ($"/studies/{study}/modify", """{"Synchronous":false,"KeepSource":false}""", ["resource_modified"]),
            };
            using var answer = await server.Http.PostAsync(new Uri(path, UriKind.Relative), new StringContent(body, Encoding.UTF8));
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            var job = (await answer.Content.ReadFromJsonAsync<JsonElement>()).Text("ID")!;

            // Twice: the second time most likely in a step that is repeated.
            for (var kill = 0; kill < 2; kill++)
            {
                var delay = random.Next(0, 500);
                output.WriteLine($"round {round}: {path} killed after {delay} ms (seed {seed})");
                await Task.Delay(delay);
                await server.KillAsync();
                await server.StartAgainAsync();
            }

            (await server.Http.EndAsync(job)).Text("State").ShouldBe("Success");
            (await DeedsAsync(database, job)).ShouldBe(deeds);
        }
    }

    private static async Task<List<string>> DeedsAsync(NpgsqlDataSource database, string job)
    {
        await using var command = database.CreateCommand(
            "select type from events.mt_events where type not like 'job%' and data ->> 'JobId' = $1 order by type");
        command.Parameters.Add(new() { Value = job });
        var types = new List<string>();
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync()) types.Add(rows.GetString(0));
        return types;
    }

    private static async Task<(string Study, string Series)> UploadAsync(ServerProcess server, int patient, int instances)
    {
        var uploaded = default(JsonElement);
        await Parallel.ForEachAsync(Enumerable.Range(1, instances), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (number, _) =>
        {
            var instance = SyntheticInstance.Create(patient, series: 1 + number % 2, instance: number);
            using var answer = await server.Http.PostAsync(new Uri("/instances", UriKind.Relative),
                new ByteArrayContent(instance.ToBytes()), CancellationToken.None);
            uploaded = await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>(CancellationToken.None);
        });
        return (uploaded.Text("ParentStudy")!, uploaded.Text("ParentSeries")!);
    }
}
