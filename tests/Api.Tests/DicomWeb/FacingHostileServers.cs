using System.Diagnostics;
using System.Text;
using System.Text.Json;
using EventDicom.Api.Tests.Dimse;
using EventDicom.Support;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.DicomWeb;

/// <summary>A server whose bounds are small.</summary>
public sealed class CautiousServer : SharedServer
{
    protected override IReadOnlyList<(string Name, object Value)> Options =>
        [("EventDicom", new Dictionary<string, object> { ["MaximumDataSetSize"] = 1 })];
}

/// <summary>
/// Whatever a server answers, the job or the request fails in time, with a reason, and nothing but what was asked for is stored.
/// </summary>
public sealed class FacingHostileServers(CautiousServer server) : IClassFixture<CautiousServer>
{
    private const string Parts = "multipart/related; type=\"application/dicom\"; boundary=B";

    private static readonly TimeSpan s_late = TimeSpan.FromSeconds(20);

    private readonly int _patient = SharedServer.NewPatient();

    private string StudyUid => $"2.25.1000.{_patient}.1";

    public static TheoryData<string> Answers =>
    [
        "no boundary", "no parts", "rubbish", "a part cut off", "a preamble without end", "a part without end", "headers without end",
        "many parts", "a bare file that is none", "a part that is no file", "a part of another type", "another study", "an empty body",
        "500", "404", "a redirect", "slow bytes", "silence", "silence after the headers", "a closed connection", "more headers than fit",
        "no HTTP",
    ];

    [LocalPostgresTheory]
    [MemberData(nameof(Answers))]
    public async Task a_retrieval_fails_with_a_reason(string kind)
    {
        var (reason, script) = ScriptOf(kind);
        await using var hostile = new ScriptedServer(script);
        var route = await KnowAsync(hostile);
        var clock = Stopwatch.StartNew();

        var refused = await SharedServer.RefusalAsync(
            server.AskAsync($"{route}/retrieve", $$"""{"Resources":[{"Study":"{{StudyUid}}"}]}"""));

        (refused.Status, refused.Error).ShouldBe((HttpStatusCode.InternalServerError, 1), refused.Details);
        refused.Details!.ShouldStartWith("Calling DICOMweb server \"");
        refused.Details.ShouldContain(reason);
        clock.Elapsed.ShouldBeLessThan(s_late);
        // .NET asks again, a few times, where a connection ends before an answer begins.
        hostile.Requests.Select(request => request.Path).Distinct().ShouldBe([$"/studies/{StudyUid}"]);
        if (kind != "a closed connection") hostile.Requests.ShouldHaveSingleItem();
        (await server.FindAsync("Instance", ("PatientID", $"SYN{_patient}"))).ShouldBeEmpty();
    }

    [LocalPostgresFact]
    public async Task what_came_before_a_failure_stays()
    {
        await using var hostile = new ScriptedServer(async (_, answer, ct) =>
        {
            await answer.WriteAsync(ScriptedServer.Head(Parts), ct);
            await answer.WriteAsync(Part(SyntheticInstance.Create(_patient).ToBytes()), ct);
            await answer.WriteAsync(Part(SyntheticInstance.Create(_patient, study: 2).ToBytes()), ct);
            await answer.WriteAsync("\r\n--B--\r\n"u8.ToArray(), ct);
        });
        var route = await KnowAsync(hostile);

        var refused = await SharedServer.RefusalAsync(
            server.AskAsync($"{route}/retrieve", $$"""{"Resources":[{"Study":"{{StudyUid}}"}]}"""));

        refused.Details!.ShouldContain("which was not asked for");
        (await server.FindAsync("Instance", ("PatientID", $"SYN{_patient}"))).Count.ShouldBe(1);
    }

    [LocalPostgresFact]
    public async Task a_bare_file_is_taken_where_it_is_one()
    {
        await using var simple = new ScriptedServer(async (_, answer, ct) => await answer.WriteAsync(
            ScriptedServer.Answer(200, "application/dicom", SyntheticInstance.Create(_patient).ToBytes()), ct));

        (await server.AnswerAsync($"{await KnowAsync(simple)}/retrieve", $$"""{"Resources":[{"Study":"{{StudyUid}}"}]}"""))
            .Text("ReceivedInstancesCount").ShouldBe("1");
        simple.Requests.Single().Headers["Accept"].ShouldBe("multipart/related; type=\"application/dicom\"; transfer-syntax=*");
    }

    [LocalPostgresTheory]
    [InlineData(200, null, "", "does not say that the instance is stored")]
    [InlineData(200, "text/html", "<html>Stored, of course</html>", "does not say that the instance is stored")]
    [InlineData(200, "application/dicom+json", """{"00081199":{"vr":"SQ","Value":[{"00081155":{"vr":"UI","Value":["1.2.3"]}}]}}""", "does not say that the instance is stored")]
    [InlineData(409, "application/dicom+json", """{"00081198":{"vr":"SQ","Value":[{"00081155":{"vr":"UI","Value":["UID"]},"00081197":{"vr":"US","Value":[43264]}}]}}""", "HTTP status 409, failure reason 0xA900")]
    [InlineData(307, null, "", "HTTP status 307")]
    [InlineData(500, "text/plain", "no", "HTTP status 500")]
    [InlineData(200, "application/dicom+json", "ENDLESS", "more than 1048576 bytes")]
    public async Task nothing_but_an_acknowledgement_is_one(int status, string? type, string body, string reason)
    {
        await using var hostile = new ScriptedServer(async (_, answer, ct) =>
        {
            if (body == "ENDLESS")
            {
                await answer.WriteAsync(ScriptedServer.Head(type!), ct);
                await ScriptedServer.ForEverAsync(answer, Encoding.ASCII.GetBytes(new string('[', 4096)), ct);
            }
            var said = body.Replace("UID", $"{StudyUid}.1.1", StringComparison.Ordinal);
            await answer.WriteAsync(ScriptedServer.Answer(status, type, Encoding.UTF8.GetBytes(said), "Location: /elsewhere"), ct);
        });
        var id = (await server.UploadAsync(SyntheticInstance.Create(_patient))).Text("ID")!;

        var refused = await SharedServer.RefusalAsync(server.AskAsync($"{await KnowAsync(hostile)}/stow", id));

        (refused.Status, refused.Error).ShouldBe((HttpStatusCode.InternalServerError, 1), refused.Details);
        refused.Details!.ShouldContain(reason);
        hostile.Requests.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            asked => asked.Path.ShouldBe("/studies"),
            asked => asked.Headers["Content-Type"].ShouldStartWith("multipart/related; type=\"application/dicom\"; boundary="));
    }

    [LocalPostgresFact]
    public async Task of_many_instances_the_refused_ones_are_counted_where_that_is_asked_for()
    {
        await using var picky = new ScriptedServer(async (request, answer, ct) =>
        {
            var text = Encoding.Latin1.GetString(request.Body);
            var uid = Enumerable.Range(1, 3).Select(number => $"{StudyUid}.1.{number}").Last(uid => text.Contains(uid, StringComparison.Ordinal));
            var list = uid.EndsWith(".2", StringComparison.Ordinal) ? "00081198" : "00081199";
            await answer.WriteAsync(ScriptedServer.Answer(
                200, "application/dicom+json",
                Encoding.UTF8.GetBytes($$$"""{"{{{list}}}":{"vr":"SQ","Value":[{"00081155":{"vr":"UI","Value":["{{{uid}}}"]}}]}}""")), ct);
        });
        var study = "";
        for (var number = 1; number <= 3; number++)
            study = (await server.UploadAsync(SyntheticInstance.Create(_patient, instance: number))).Text("ParentStudy")!;

        var content = await server.AnswerAsync(
            $"{await KnowAsync(picky)}/stow", $$"""{"Resources":["{{study}}"],"Permissive":true}""");

        content.GetProperty("FailedInstancesCount").GetInt32().ShouldBe(1);
        picky.Requests.Count.ShouldBe(3);
    }

    [LocalPostgresTheory]
    [InlineData("application/dicom+json", "<html>", "no list of matches")]
    [InlineData("application/dicom+json", "{}", "no list of matches")]
    [InlineData("application/dicom+json", "[\"\\u0000\"]", "no list of matches")]
    [InlineData("application/dicom+json", "DEPTH", "no list of matches")]
    [InlineData("application/dicom+json", "ENDLESS", "more than 16777216 bytes")]
    [InlineData(null, "500", "HTTP status 500")]
    public async Task a_search_fails_with_a_reason(string? type, string body, string reason)
    {
        await using var hostile = new ScriptedServer(async (_, answer, ct) =>
        {
            if (body == "ENDLESS")
            {
                await answer.WriteAsync(ScriptedServer.Head(type!), ct);
                await answer.WriteAsync("["u8.ToArray(), ct);
                await ScriptedServer.ForEverAsync(answer, Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("{},", 20_000))), ct);
            }
            var said = body == "DEPTH" ? new string('[', 100_000) : body;
            await answer.WriteAsync(ScriptedServer.Answer(body == "500" ? 500 : 200, type, Encoding.UTF8.GetBytes(said)), ct);
        });

        var refused = await SharedServer.RefusalAsync(
            server.AskAsync($"{await KnowAsync(hostile)}/qido", """{"Uri":"/studies"}"""));

        refused.ShouldBeRefusal(HttpStatusCode.InternalServerError, 9);
        refused.Details!.ShouldContain(reason);
    }

    [LocalPostgresFact]
    public async Task a_search_leaves_out_what_is_no_attribute()
    {
        const string Said =
            """
            [null, 5, "x", [], {"00100020":{"vr":"LO","Value":["A","B"]},"00100010":{"vr":"PN","Value":[{"Alphabetic":"X^Y"}]},
            "00201208":{"vr":"IS","Value":[7]},"00080020":{"vr":"DA"},"00081140":{"vr":"SQ","Value":[{"00081150":{}}]},
            "nonsense":{"vr":"LO"},"0010002":{},"00100030":5,"00100040":{"vr":5,"Value":{}},"00100021":{"Value":[null]}}]
            """;
        await using var strange = new ScriptedServer(async (_, answer, ct) =>
            await answer.WriteAsync(ScriptedServer.Answer(200, "application/dicom+json", Encoding.UTF8.GetBytes(Said)), ct));

        var match = (await server.AnswerAsync($"{await KnowAsync(strange)}/qido", """{"Uri":"/studies"}""")).EnumerateArray().Single();

        match.EnumerateObject().Select(member => $"{member.Name}={member.Value.Text("Value")}").ShouldBe(
            ["00080020=", "00081140=", "00100010=X^Y", "00100020=A", "00100021=", "00100040=", "00201208=7"]);
    }

    [LocalPostgresFact]
    public async Task an_answer_that_is_passed_on_is_cut_off_where_it_breaks()
    {
        await using var hostile = new ScriptedServer(async (_, answer, ct) =>
        {
            await answer.WriteAsync(ScriptedServer.Head("text/html"), ct);
            await ScriptedServer.ForEverAsync(answer, new byte[4096], ct);
        });

        var request = new HttpRequestMessage(HttpMethod.Post, $"{await KnowAsync(hostile)}/get")
        {
            Content = new StringContent("""{"Uri":"/x"}"""),
        };
        using var answer = await server.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        answer.Headers.GetValues("Content-Security-Policy").ShouldBe(["sandbox"]);
        await Should.ThrowAsync<HttpRequestException>(() => answer.Content.ReadAsByteArrayAsync());
        (await server.JsonAsync("/system")).Text("Name").ShouldNotBeNull();
    }

    [LocalPostgresFact]
    public async Task a_job_that_waits_for_a_slow_server_can_be_cancelled()
    {
        var asked = new TaskCompletionSource();
        await using var silent = new ScriptedServer(async (_, answer, ct) =>
        {
            await answer.WriteAsync(ScriptedServer.Head(Parts), ct);
            asked.SetResult();
            await Task.Delay(Timeout.Infinite, ct);
        });
        var route = await KnowAsync(silent, timeout: 600);
        var job = (await server.AnswerAsync($"{route}/wado", $$"""{"Uri":"/studies/{{StudyUid}}"}""")).Text("ID")!;
        await asked.Task;

        using (await server.PostAsync($"/jobs/{job}/cancel", [])) { }

        var ended = await server.EndOfJobAsync(job);
        (ended.Text("State"), ended.GetProperty("ErrorCode").GetInt32()).ShouldBe(("Failure", 37));
    }

    private (string Reason, Func<ScriptedRequest, Stream, CancellationToken, Task> Script) ScriptOf(string kind)
    {
        var file = SyntheticInstance.Create(_patient).ToBytes();
        return kind switch
        {
            "no boundary" => ("no usable boundary", Once("multipart/related; type=\"application/dicom\"", "x")),
            "no parts" => ("without instances", Once(Parts, "--B--")),
            "rubbish" => ("boundary is missing", Once(Parts, "\0\u0001 rubbish, --B?")),
            "a part cut off" => ("boundary is missing", Once(Parts, [.. Part(file)[..^100]])),
            "a preamble without end" => ("more than 1048576 bytes", Endless(Parts, "", "no boundary\r\n")),
            "a part without end" => ("more than 1048576 bytes", Endless(Parts, "--B\r\n\r\n", "0123456789")),
            "headers without end" => ("headers of a part", Endless(Parts, "--B\r\n", "X: y\r\n")),
            "many parts" => ("no DICOM file", Endless(Parts, "--B", "\r\n\r\n\r\n--B")),
            "a bare file that is none" => ("no DICOM file", Once("application/dicom", "rubbish")),
            "a part that is no file" => ("no DICOM file", Once(Parts, [.. Part("rubbish"u8.ToArray()), .. "\r\n--B--"u8])),
            "a part of another type" => ("no DICOM file", Once(Parts, "--B\r\nContent-Type: text/html\r\n\r\nx\r\n--B--")),
            "another study" => (
                "which was not asked for",
                Once(Parts, [.. Part(SyntheticInstance.Create(_patient, study: 2).ToBytes()), .. "\r\n--B--"u8])),
            "an empty body" => ("boundary is missing", Once(Parts, "")),
            "500" or "404" => ($"HTTP status {kind}", Whole(ScriptedServer.Answer(int.Parse(kind, null), "text/plain", new byte[100_000]))),
            "a redirect" => ("HTTP status 302", Whole(ScriptedServer.Answer(302, null, [], "Location: /elsewhere"))),
            "slow bytes" => ("too slow", async (_, answer, ct) =>
            {
                await answer.WriteAsync(ScriptedServer.Head(Parts), ct);
                while (true)
                {
                    await answer.WriteAsync("-"u8.ToArray(), ct);
                    await Task.Delay(50, ct);
                }
            }),
            "silence" => ("no answer in time", (_, _, ct) => Task.Delay(Timeout.Infinite, ct)),
            "silence after the headers" => ("no end in time", async (_, answer, ct) =>
            {
                await answer.WriteAsync(ScriptedServer.Head(Parts), ct);
                await Task.Delay(Timeout.Infinite, ct);
            }),
            "a closed connection" => ("", (_, _, _) => Task.CompletedTask),
            "more headers than fit" => ("", async (_, answer, ct) =>
            {
                await answer.WriteAsync("HTTP/1.1 200 OK\r\n"u8.ToArray(), ct);
                await ScriptedServer.ForEverAsync(answer, "X-More: and more\r\n"u8.ToArray(), ct);
            }),
            "no HTTP" => ("", Whole("What do you want of me?\r\n\r\n"u8.ToArray())),
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
    }

    private static Func<ScriptedRequest, Stream, CancellationToken, Task> Whole(byte[] answer) =>
        async (_, stream, ct) => await stream.WriteAsync(answer, ct);

    private static Func<ScriptedRequest, Stream, CancellationToken, Task> Once(string type, string body) =>
        Once(type, Encoding.UTF8.GetBytes(body));

    private static Func<ScriptedRequest, Stream, CancellationToken, Task> Once(string type, byte[] body) =>
        Whole(ScriptedServer.Answer(200, type, body));

    private static Func<ScriptedRequest, Stream, CancellationToken, Task> Endless(string type, string start, string more) =>
        async (_, stream, ct) =>
        {
            await stream.WriteAsync(ScriptedServer.Head(type), ct);
            await stream.WriteAsync(Encoding.UTF8.GetBytes(start), ct);
            await ScriptedServer.ForEverAsync(stream, Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(more, 1000))), ct);
        };

    // Without the boundary behind it.
    private static byte[] Part(byte[] file) => [.. "\r\n--B\r\nContent-Type: application/dicom\r\n\r\n"u8, .. file];

    /// <returns>The route of the server.</returns>
    private async Task<string> KnowAsync(ScriptedServer hostile, int timeout = 2)
    {
        var route = $"/dicom-web/servers/server{SharedServer.NewPatient()}";
        using var answer = await server.PutAsync(route, JsonSerializer.Serialize(new { hostile.Url, Timeout = timeout }));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return route;
    }
}
