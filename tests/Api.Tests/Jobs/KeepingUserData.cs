using System.Text.Json;
using EventDicom.Api.Jobs;
using EventDicom.Support;
using EventDicom.Support.Postgres;
using Npgsql;

namespace EventDicom.Api.Tests.Jobs;

/// <summary>What clients give along with a request that makes a job is shown with the job.</summary>
public sealed class KeepingUserData(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const string Data = """{"who": "Ünal", "list": [1.50, -2e3, null, true, {"a": {}}], "empty": ""}""";

    [LocalPostgresFact]
    public async Task over_restarts_and_rebuilds_whatever_makes_the_job()
    {
        var jobs = new Dictionary<string, JsonElement>();
        await using (var server = await JobServer.StartAsync(postgres.ConnectionString, options: "\"JobsHistorySize\": 100,"))
        {
            var (study, series) = await UploadAsync(server, 1);
            var (other, _) = await UploadAsync(server, 2);
            foreach (var (path, members, data) in ((string, string, string)[])
            [
                ($"/studies/{study}/modify", "\"Replace\": {\"StudyDescription\": \"x\"}", Data),
                ($"/studies/{study}/anonymize", "\"Keep\": []", "\"text\""),
                ($"/series/{series}/modify", "\"Replace\": {\"SeriesDescription\": \"x\"}", "[]"),
                ("/tools/bulk-modify", $"\"Resources\": [\"{series}\"], \"Replace\": {{\"SeriesDescription\": \"x\"}}", "1"),
                ("/tools/bulk-anonymize", $"\"Resources\": [\"{series}\"]", "false"),
                ($"/studies/{study}/split", $"\"Series\": [\"{series}\"], \"KeepSource\": true", "{}"),
                ($"/studies/{other}/merge", $"\"Resources\": [\"{series}\"], \"KeepSource\": true", "0.0"),
                ($"/studies/{study}/archive", "\"Priority\": 1", "\"text\""),
                ($"/studies/{study}/media", "\"Extended\": true", "\"\""),
                ("/tools/create-archive", $"\"Resources\": [\"{study}\"]", "\"a\\\"b\""),
                ("/tools/create-media", $"\"Resources\": [\"{study}\"]", "\"text\""),
                ("/tools/create-media-extended", $"\"Resources\": [\"{study}\"]", "\"text\""),
            ])
            {
                var answer = await server.AnswerAsync(path, $$"""{{{members}}, "Asynchronous": true, "UserData": {{data}}}""");
                jobs[answer.Text("ID")!] = JsonElement.Parse(data);
                await server.UntilAsync(answer.Text("ID")!, "Success");
            }

            var without = await server.AnswerAsync($"/studies/{study}/anonymize", """{"Asynchronous": true, "UserData": null}""");
            (await server.JobAsync(without.Text("ID")!)).Names().ShouldNotContain("UserData");
            await ShowsAsync(server, jobs);
            await using var database = NpgsqlDataSource.Create(postgres.ConnectionString);
            await using var twice = database.CreateCommand(
                "select count(*) from events.mt_events where type = 'job_submitted' and (data -> 'Command')::text like '%UserData%'");
            (await twice.ExecuteScalarAsync()).ShouldBe(0L, "it is kept once");
        }

        await using (var server = await JobServer.StartAsync(postgres.ConnectionString, options: "\"JobsHistorySize\": 100,"))
        {
            await ShowsAsync(server, jobs);
            using var rebuilt = await server.Http.PostAsync(new Uri("/tools/reconstruct", UriKind.Relative), null);
            rebuilt.StatusCode.ShouldBe(HttpStatusCode.OK);
            await ShowsAsync(server, jobs);
        }
    }

    [LocalPostgresFact]
    public async Task also_of_those_whose_client_waited()
    {
        await using var server = await JobServer.StartAsync(postgres.ConnectionString, options: "\"JobsHistorySize\": 100,");
        var (study, _) = await UploadAsync(server, 3);
        foreach (var route in (string[])["modify", "archive"])
        {
            using var answer = await server.AskAsync($"/studies/{study}/{route}",
                $$$"""{"UserData": "waited for {{{route}}}", "Replace": {"StudyDescription": "x"}}""");
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            await answer.Content.ReadAsByteArrayAsync();
            var listed = JsonElement.Parse(await server.Http.GetStringAsync(new Uri("/jobs?expand", UriKind.Relative)));
            listed.EnumerateArray().Count(job => job.TryGetProperty("UserData", out var data) && data.GetString() == $"waited for {route}")
                .ShouldBe(1);
        }
    }

    [LocalPostgresFact]
    public async Task refuses_what_it_cannot_keep_and_makes_no_job_of_it()
    {
        await using var server = await JobServer.StartAsync(postgres.ConnectionString, options: "\"JobsHistorySize\": 100,");
        var (study, series) = await UploadAsync(server, 4);
        var before = await server.Http.GetStringAsync(new Uri("/jobs", UriKind.Relative));
        var longest = new string('x', JobRequest.LongestUserData - 2);
        var deep = string.Concat(Enumerable.Repeat("[", 60)) + string.Concat(Enumerable.Repeat("]", 60));
        string[] routes = [$"/studies/{study}/modify", $"/studies/{study}/anonymize", $"/studies/{study}/split",
            $"/studies/{study}/archive", "/tools/create-media", "/tools/bulk-anonymize"];
        foreach (var route in routes)
            foreach (var (data, error) in ((string, int)[])[($"\"{longest}x\"", 3), (deep, 15), ("1e999999", 15), ("1e-999999", 15),
                ("\"\\u0000\"", 15)])
                (await RefusalAsync(server, route, data))
                    .ShouldBe((HttpStatusCode.BadRequest, error), $"{route} {data[..Math.Min(data.Length, 20)]}");
        foreach (var data in (string[])["1", "{}", "[\"x\"]", "true"])
            (await RefusalAsync(server, $"/series/{series}/archive", data)).ShouldBe((HttpStatusCode.BadRequest, 15), data);

        (await server.Http.GetStringAsync(new Uri("/jobs", UriKind.Relative))).ShouldBe(before);
        var kept = await server.AnswerAsync($"/series/{series}/archive", $$"""{"Asynchronous": true, "UserData": "{{longest}}"}""");
        (await server.JobAsync(kept.Text("ID")!)).Text("UserData").ShouldBe(longest);

        async Task<(HttpStatusCode, int?)> RefusalAsync(JobServer server, string path, string data)
        {
            var body = $$"""{"Asynchronous": true, "Resources": ["{{series}}"], "Series": ["{{series}}"], "UserData": {{data}}}""";
            var (status, error, _) = await SharedServer.RefusalAsync(server.AskAsync(path, body));
            return (status, error);
        }
    }

    private static async Task<(string Study, string Series)> UploadAsync(JobServer server, int patient)
    {
        var uploaded = await server.UploadAsync(SyntheticInstance.Create(patient));
        return (uploaded.Text("ParentStudy")!, uploaded.Text("ParentSeries")!);
    }

    private static async Task ShowsAsync(JobServer server, Dictionary<string, JsonElement> jobs)
    {
        foreach (var (id, data) in jobs)
        {
            var job = await server.JobAsync(id);
            JsonElement.DeepEquals(job.GetProperty("UserData"), data).ShouldBeTrue($"{job}");
        }
    }
}
