using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using EventDicom.Support;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.DicomWeb;

/// <summary>A server that dies while it sends to a DICOMweb server, or retrieves from one, goes on where it was.</summary>
public sealed class GoingOnAfterAKill
{
    private const int Instances = 8, BeforeTheKill = 4;

    private const string Study = "2.25.1000.1.1";

    [LocalPostgresFact]
    public async Task sends_the_rest_and_logs_what_was_wanted()
    {
        var (reached, again) = (new TaskCompletionSource(), new TaskCompletionSource());
        var received = 0;
        await using var other = new ScriptedServer(async (request, answer, ct) =>
        {
            // The one that is on its way is not acknowledged before the server has died.
            if (Interlocked.Increment(ref received) == BeforeTheKill)
            {
                reached.SetResult();
                await again.Task.WaitAsync(ct);
            }
            await answer.WriteAsync(ScriptedServer.Answer(
                200, "application/dicom+json",
                Encoding.UTF8.GetBytes($$$"""{"00081199":{"vr":"SQ","Value":[{"00081155":{"vr":"UI","Value":["{{{UidIn(request)}}}"]}}]}}""")), ct);
        });
        await using var server = await ServerProcess.StartAsync(
            ("LogExportedResources", true),
            ("DicomWeb", new Dictionary<string, object> { ["Servers"] = new Dictionary<string, string[]> { ["other"] = [other.Url] } }));
        var study = "";
        for (var number = 1; number <= Instances; number++)
        {
            using var stored = await server.Http.PostAsync(
                new Uri("/instances", UriKind.Relative), new ByteArrayContent(SyntheticInstance.Create(instance: number).ToBytes()));
            study = (await stored.Content.ReadFromJsonAsync<JsonElement>()).Text("ParentStudy")!;
        }

        var job = await SubmitAsync(server, "stow", $$"""{"Resources":["{{study}}"],"Asynchronous":true}""");
        await reached.Task.WaitAsync(TimeSpan.FromMinutes(1));
        await server.KillAsync();
        again.SetResult();
        await server.StartAgainAsync();
        var shown = await EndAsync(server, job);

        shown.Text("State").ShouldBe("Success", shown.GetRawText());
        other.Requests.Select(UidIn).Distinct().Count().ShouldBe(Instances);
        // The one that was on its way when the server died, and the one whose acknowledgement it may not have had time to write down.
        other.Requests.Count.ShouldBeInRange(Instances + 1, Instances + 2);
        other.Requests.Skip(BeforeTheKill).Select(UidIn).ShouldNotContain($"{Study}.1.1", "it was acknowledged long before");
        var row = (await GetAsync(server, "/exports")).GetProperty("Exports").EnumerateArray().Single();
        (row.Text("ID"), row.Text("RemoteModality"), row.Text("ResourceType")).ShouldBe((study, "other", "Study"));
    }

    [LocalPostgresFact]
    public async Task retrieves_the_rest()
    {
        var reached = new TaskCompletionSource();
        await using var other = new ScriptedServer(async (request, answer, ct) =>
        {
            await answer.WriteAsync(ScriptedServer.Head("multipart/related; type=\"application/dicom\"; boundary=B"), ct);
            var series = request.Path[^1] - '0';
            for (var number = 1; number <= 3; number++)
            {
                await answer.WriteAsync("\r\n--B\r\nContent-Type: application/dicom\r\n\r\n"u8.ToArray(), ct);
                await answer.WriteAsync(SyntheticInstance.Create(series: series, instance: number).ToBytes(), ct);
                if (series == 2 && number == 2 && reached.TrySetResult()) await Task.Delay(Timeout.Infinite, ct);
            }
            await answer.WriteAsync("\r\n--B--\r\n"u8.ToArray(), ct);
        });
        await using var server = await ServerProcess.StartAsync(
            ("DicomWeb", new Dictionary<string, object> { ["Servers"] = new Dictionary<string, string[]> { ["other"] = [other.Url] } }));

        var resources = Enumerable.Range(1, 3).Select(series => new { Study, Series = $"{Study}.{series}" });
        var job = await SubmitAsync(server, "retrieve", JsonSerializer.Serialize(new { Resources = resources, Asynchronous = true }));
        await reached.Task.WaitAsync(TimeSpan.FromMinutes(1));
        await server.KillAsync();
        await server.StartAgainAsync();
        var shown = await EndAsync(server, job);

        shown.Text("State").ShouldBe("Success", shown.GetRawText());
        shown.GetProperty("Content").Text("ReceivedInstancesCount").ShouldBe("9");
        (await GetAsync(server, "/instances")).GetArrayLength().ShouldBe(9);
        other.Requests.Select(request => request.Path[^1]).ShouldBe(['1', '2', '2', '3']);
    }

    private static string UidIn(ScriptedRequest request)
    {
        var text = Encoding.Latin1.GetString(request.Body);
        return Enumerable.Range(1, Instances).Select(number => $"{Study}.1.{number}").Last(uid => text.Contains(uid, StringComparison.Ordinal));
    }

    private static async Task<string> SubmitAsync(ServerProcess server, string operation, string body)
    {
        using var answer = await server.Http.PostAsync(
            new Uri($"/dicom-web/servers/other/{operation}", UriKind.Relative), new StringContent(body));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).Text("ID")!;
    }

    private static async Task<JsonElement> EndAsync(ServerProcess server, string job)
    {
        JsonElement shown = default;
        await SharedServer.UntilAsync(() =>
            (shown = server.Http.GetFromJsonAsync<JsonElement>(new Uri($"/jobs/{job}", UriKind.Relative)).Result)
            .Text("State") is "Success" or "Failure");
        return shown;
    }

    private static Task<JsonElement> GetAsync(ServerProcess server, string path) =>
        server.Http.GetFromJsonAsync<JsonElement>(new Uri(path, UriKind.Relative));
}
