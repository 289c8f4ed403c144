using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using EventDicom.Api.Tests.Http;
using EventDicom.Api.Tests.Jobs;
using EventDicom.Dicom;
using EventDicom.Support;
using EventDicom.Support.Postgres;
using Npgsql;

namespace EventDicom.Api.Tests.Logging;

/// <summary>Requests that fail within the server, whose bodies and files have a name that the log must not have.</summary>
public sealed class KeepingNamesOutOfLogs(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const string Marker = "Zzyzx^Quorthon";

    [PostgresFact]
    public async Task a_failing_command_says_nothing_of_what_it_was_given()
    {
        var captured = new CapturedLog();
        await using var server = await JobServer.StartAsync(postgres.ConnectionString, log: captured);
        var stored = await PostAsync(server, "/instances", SyntheticInstance.Create().With(DicomTag.PatientName, Marker).ToBytes());
        stored.Status.ShouldBe(HttpStatusCode.OK);
        var study = JsonElement.Parse(stored.Body).Text("ParentStudy");
        var instance = JsonElement.Parse(stored.Body).Text("ID");

        // The database refuses every event from now on, and says so with the event in its hands.
        await BreakAsync();
        foreach (var (path, body) in (IEnumerable<(string, byte[])>)
        [
            ($"/studies/{study}/modify", Json($$"""{ "Replace": { "PatientName": "{{Marker}}" }, "Asynchronous": true }""")),
            ($"/studies/{study}/modify", Json($$"""{ "Replace": { "PatientName": "{{Marker}}" } }""")),
            ($"/studies/{study}/anonymize", Json($$"""{ "Replace": { "PatientName": "{{Marker}}" } }""")),
            ("/tools/create-dicom", Json($$"""{ "Tags": { "PatientName": "{{Marker}}" } }""")),
            ("/tools/bulk-modify", Json($$"""{ "Resources": ["{{instance}}"], "Replace": { "PatientName": "{{Marker}}" } }""")),
            ("/instances", SyntheticInstance.Create(2).With(DicomTag.PatientName, Marker).ToBytes()),
        ])
            ((int)(await PostAsync(server, path, body)).Status).ShouldBeInRange(500, 599, path);
        using var labelled = await server.Http.PutAsync(new Uri($"/studies/{study}/labels/Zzyzx", UriKind.Relative), null);

        captured.Lines.ShouldContain(line => line.Text.Contains("fail", StringComparison.OrdinalIgnoreCase));
        captured.Lines.Select(line => line.Text)
            .Where(line => line.Contains("Zzyzx", StringComparison.OrdinalIgnoreCase)
                || line.Contains("Quorthon", StringComparison.OrdinalIgnoreCase))
            .ShouldBeEmpty();
    }

    private static byte[] Json(string text) => Encoding.UTF8.GetBytes(text);

    private static async Task<(HttpStatusCode Status, string Body)> PostAsync(JobServer server, string path, byte[] body)
    {
        using var answer = await server.Http.PostAsync(new Uri(path, UriKind.Relative), new ByteArrayContent(body));
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private async Task BreakAsync()
    {
        await using var database = NpgsqlDataSource.Create(postgres.ConnectionString);
        await using var command = database.CreateCommand(
            """
            create function events.refuse() returns trigger language plpgsql as $$ begin raise exception 'refused: %', new.data::text; end $$;
            create trigger refuse before insert on events.mt_events for each row execute function events.refuse();
            """);
        await command.ExecuteNonQueryAsync();
    }
}
