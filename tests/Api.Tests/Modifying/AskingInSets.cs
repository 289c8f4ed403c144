using System.Diagnostics;
using System.Text.Json;
using EventDicom.Api.Tests.Jobs;
using EventDicom.Support;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.Modifying;

/// <summary>Requests that name many resources: the database is asked for sets of them, and not once for each. Counts the statements that
/// this process sends.</summary>
public sealed class AskingInSets(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const int Instances = 500;

    // What the background asks meanwhile is among them.
    private const int Few = 250;

    [LocalPostgresFact]
    public async Task takes_few_statements_for_many_resources()
    {
        await using var server = await JobServer.StartAsync(postgres.ConnectionString);
        var target = await server.UploadAsync(SyntheticInstance.Create(patient: 2));
        var uploaded = new JsonElement[Instances];
        await Parallel.ForEachAsync(Enumerable.Range(0, Instances), new ParallelOptions { MaxDegreeOfParallelism = 8 },
            async (number, _) => uploaded[number] = await server.UploadAsync(SyntheticInstance.Create(patient: 1, instance: number)));
        var ids = uploaded.Select(instance => instance.Text("ID")!).ToList();
        var (study, unknown) = (uploaded[0].Text("ParentStudy"), Domain.OrthancId.OfPatient("unknown").Value);
        var (all, refused, some) = (JsonSerializer.Serialize(ids), JsonSerializer.Serialize((string[])[.. ids, unknown]),
            JsonSerializer.Serialize(ids.Skip(1)));

        foreach (var (path, body, status) in ((string, string, HttpStatusCode)[])
        [
            ("/tools/bulk-content", $$"""{"Resources":{{all}}}""", HttpStatusCode.OK),
            ("/tools/bulk-content", $$"""{"Resources":{{all}},"Level":"Study"}""", HttpStatusCode.OK),
            ("/tools/bulk-modify", $$"""{"Resources":{{refused}}}""", HttpStatusCode.NotFound),
            ("/tools/bulk-anonymize", $$"""{"Resources":{{refused}}}""", HttpStatusCode.NotFound),
            ($"/studies/{study}/split", $$"""{"Instances":{{refused}}}""", HttpStatusCode.NotFound),
            ($"/studies/{target.Text("ParentStudy")}/merge", $$"""{"Resources":{{refused}}}""", HttpStatusCode.NotFound),
            ("/tools/create-archive", all, HttpStatusCode.OK),
            ("/tools/create-media", all, HttpStatusCode.OK),
            ("/tools/create-archive", refused, HttpStatusCode.NotFound),
            ("/tools/bulk-delete", $$"""{"Resources":{{some}}}""", HttpStatusCode.OK),
        ])
        {
            using var statements = new Statements();
            using var answer = await server.AskAsync(path, body);
            answer.StatusCode.ShouldBe(status, path);
            if (path == "/tools/bulk-content")
                JsonElement.Parse(await answer.Content.ReadAsStringAsync()).GetArrayLength()
                .ShouldBe(body.Contains("Level", StringComparison.Ordinal) ? 1 : Instances);
            statements.Count.ShouldBeInRange(1, Few, path);
        }
        (await server.Http.GetStringAsync(new Uri("/statistics", UriKind.Relative))).ShouldContain("\"CountInstances\": 2");
    }

    // Npgsql begins an activity for each statement, or batch of them, that it sends.
    private sealed class Statements : IDisposable
    {
        private readonly ActivityListener _listener;
        private int _count;

        public Statements()
        {
            _listener = new()
            {
                ShouldListenTo = source => source.Name == "Npgsql",
                Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
                ActivityStarted = _ => Interlocked.Increment(ref _count),
            };
            ActivitySource.AddActivityListener(_listener);
        }

        public int Count => Volatile.Read(ref _count);

        public void Dispose() => _listener.Dispose();
    }
}
