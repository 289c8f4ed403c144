using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using EventDicom.Dicom;
using EventDicom.Support;
using EventDicom.Support.Postgres;
using Xunit.Abstractions;

namespace EventDicom.Api.Tests.Crash;

/// <summary>Whatever clients send, and however many of them, the server keeps within its memory, its descriptors, its disk and its
/// time.</summary>
[Collection(nameof(AloneOnTheMachine))]
public sealed class StayingWithinBounds(ITestOutputHelper output)
{
    private const int Items = 1_990_000;

    [LocalPostgresFact]
    public async Task takes_less_than_1200_MB_for_the_largest_requests_at_once_and_gives_it_back()
    {
        await using var server = await ServerProcess.StartAsync(("HttpRequestTimeout", 120));
        var items = await IdAsync(server, SyntheticInstance.Create(1)
            .WithBytes(DicomTag.ContentSequence, "SQ", Repeat([0xfe, 0xff, 0x00, 0xe0, 0, 0, 0, 0], Items)).ToBytes());
        var image = await IdAsync(server, SyntheticInstance.Create(2).WithImage(6000, 6000).ToBytes());
        var small = await IdAsync(server, SyntheticInstance.Create(3).ToBytes());
        var before = await MemoryAsync(server, "VmRSS");
        output.WriteLine($"{before} MB before, {await MemoryAsync(server, "VmHWM")} at most");

        var study = await StudyAsync(server, small);
        var ignored = Encoding.ASCII.GetBytes(
            $$"""{"Replace":{"StudyDescription":"A"},"Synchronous":true,"Ignored":"{{new string('x', 60_000_000)}}"}""");
        var tokens = Encoding.ASCII.GetBytes(
            $$"""{"Replace":{"StudyDescription":"A"},"Synchronous":true,"Ignored":[1{{Text(",1", 30_000_000)}}]}""");
        var replaced = Encoding.ASCII.GetBytes($$"""{"Replace":{"0040,a160":"{{new string('x', 57_000_000)}}"},"Synchronous":true}""");
        var kept = Encoding.ASCII.GetBytes($$"""{"Replace":{"0040,a160":"{{new string('x', 15_000_000)}}"},"Synchronous":true}""");
        var document =
            Encoding.ASCII.GetBytes(
                $$"""{"Tags":{"PatientID":"pdf"},"Content":"data:application/pdf;base64,{{Convert.ToBase64String([.. "%PDF-"u8, .. new byte[44_000_000]])}}"}""");
        var list = Encoding.ASCII.GetBytes($$"""{"Resources":["{{small}}"{{Text($",\"{small}\"", 1_200_000)}}]}""");
        var upload = SyntheticInstance.Create(4).WithImage(4000, 4000).ToBytes();

        // Whoever waits for memory, and for two processors, waits for a while.
        using var http = new HttpClient { BaseAddress = server.Http.BaseAddress, Timeout = TimeSpan.FromMinutes(10) };
        var requests = new List<Func<Task<int>>>();
        for (var number = 0; number < 12; number++) requests.Add(() => GetAsync(http, $"/instances/{items}/tags"));
        foreach (var body in (byte[][])[ignored, tokens, replaced, kept, ignored, tokens, replaced, kept])
            requests.Add(() => PostAsync(http, $"/studies/{study}/modify", body));
        for (var number = 0; number < 15; number++) requests.Add(() => GetAsync(http, $"/instances/{image}/preview"));
        for (var number = 0; number < 4; number++) requests.Add(() => PostAsync(http, "/tools/create-dicom", document));
        for (var number = 0; number < 4; number++) requests.Add(() => PostAsync(http, "/tools/bulk-content", list));
        for (var number = 0; number < 8; number++) requests.Add(() => PostAsync(http, "/instances", upload));
        var statuses = await Task.WhenAll(requests.Select(request => Task.Run(request)));

        output.WriteLine(string.Join(' ', statuses));
        var most = await MemoryAsync(server, "VmHWM");
        output.WriteLine($"{most} MB at most");
        statuses.ShouldAllBe(status => status == 200 || status == 413 || status == 503);
        statuses.Count(status => status == 200).ShouldBeGreaterThan(10);
        most.ShouldBeLessThan(1200);

        (await GetAsync(server, $"/instances/{small}/tags")).ShouldBe(200);
        var patience = Stopwatch.StartNew();
        var after = await MemoryAsync(server, "VmRSS");
        while (most - after < (most - before) / 2 && patience.Elapsed < TimeSpan.FromMinutes(1))
        {
            await Task.Delay(500);
            after = await MemoryAsync(server, "VmRSS");
        }
        output.WriteLine($"{after} MB after {patience.Elapsed.TotalSeconds:0} s");
        (most - after).ShouldBeGreaterThanOrEqualTo((most - before) / 2);
    }

    [LocalPostgresFact]
    public async Task goes_on_with_more_idle_connections_than_it_has_descriptors_for()
    {
        await using var server = await ServerProcess.StartAsync(openFiles: 1024, ("KeepAliveTimeout", 60));
        var port = server.Http.BaseAddress!.Port;
        var idle = new List<TcpClient>();
        for (var number = 0; number < 1200; number++)
        {
            var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", port);
            idle.Add(client);
        }

        foreach (var client in idle) client.Dispose();
        await server.UntilReadyAsync();
        (await IdAsync(server, SyntheticInstance.Create(1).ToBytes())).Length.ShouldBe(44);
    }

    [LocalPostgresFact]
    public async Task ends_within_eight_seconds_whatever_clients_wait_for()
    {
        await using var server = await ServerProcess.StartAsync();
        foreach (var client in (string[])["upload", "download", "nothing", "job"]) await EndsAsync(server, client);
    }

    [LocalPostgresFact]
    public async Task says_within_five_seconds_that_it_is_not_ready_while_the_database_hangs()
    {
        await using var server = await ServerProcess.StartAsync();
        await SignalDatabaseAsync(server, "-STOP");
        try
        {
            for (var round = 0; round < 2; round++)
            {
                var clock = Stopwatch.StartNew();
                (await GetAsync(server, "/health/ready")).ShouldBe(503);
                clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5));
                (await GetAsync(server, "/health/live")).ShouldBe(200);
            }
        }
        finally
        {
            await SignalDatabaseAsync(server, "-CONT");
        }
        await server.UntilReadyAsync();
    }

    private async Task EndsAsync(ServerProcess server, string client)
    {
        var large = await IdAsync(server, SyntheticInstance.Create(1).WithImage(6000, 6000).ToBytes());
        using var connection = new TcpClient();
        await connection.ConnectAsync("127.0.0.1", server.Http.BaseAddress!.Port);
        var stream = connection.GetStream();
        Task<int>? waiting = null;
        switch (client)
        {
            case "upload":
                await stream.WriteAsync("POST /instances HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\nhalf"u8.ToArray());
                break;
            case "download":
                connection.ReceiveBufferSize = 4096;
                await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET /instances/{large}/file HTTP/1.1\r\nHost: localhost\r\n\r\n"));
                (await stream.ReadAsync(new byte[100])).ShouldBeGreaterThan(0);
                break;
            case "job":
                var study = await StudyAsync(server, large);
                waiting = PostAsync(server, $"/studies/{study}/modify",
                    Encoding.ASCII.GetBytes("""{"Transcode":"1.2.840.10008.1.2.4.90","Synchronous":true}"""));
                await Until(async () => (await server.Http.GetStringAsync(Path("/jobs?expand")))
                    .Contains("Running", StringComparison.Ordinal));
                break;
        }

        var clock = Stopwatch.StartNew();
        await server.StopAsync();
        output.WriteLine($"{client}: {clock.Elapsed.TotalSeconds:0.0} s");

        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(8), client);
        if (waiting is not null) (await waiting).ShouldBeOneOf(503, 200);
        await server.StartAgainAsync();
        (await GetAsync(server, $"/instances/{large}/file")).ShouldBe(200);
    }

    private static async Task SignalDatabaseAsync(ServerProcess server, string signal)
    {
        using var kill = Process.Start("kill",
            [signal, .. PostgresProcesses.Below(server.DataFolder).Select(pid => pid.ToString(CultureInfo.InvariantCulture))]);
        await kill.WaitForExitAsync();
    }

    private static async Task Until(Func<Task<bool>> holds)
    {
        var clock = Stopwatch.StartNew();
        while (!await holds())
        {
            clock.Elapsed.ShouldBeLessThan(TimeSpan.FromMinutes(1));
            await Task.Delay(20);
        }
    }

    private static string Text(string piece, int times) => new StringBuilder(piece.Length * times).Insert(0, piece, times).ToString();

    private static byte[] Repeat(byte[] piece, int times)
    {
        var bytes = new byte[piece.Length * times];
        for (var number = 0; number < times; number++) piece.CopyTo(bytes, number * piece.Length);
        return bytes;
    }

    private static async Task<string> IdAsync(ServerProcess server, byte[] file)
    {
        using var answer = await server.Http.PostAsync(Path("/instances"), new ByteArrayContent(file));
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        using var json = System.Text.Json.JsonDocument.Parse(text);
        return json.RootElement.GetProperty("ID").GetString()!;
    }

    private static async Task<string> StudyAsync(ServerProcess server, string instance)
    {
        using var json = System.Text.Json.JsonDocument.Parse(await server.Http.GetStringAsync(Path($"/instances/{instance}/study")));
        return json.RootElement.GetProperty("ID").GetString()!;
    }

    private static Task<int> GetAsync(ServerProcess server, string path) => GetAsync(server.Http, path);

    private static async Task<int> GetAsync(HttpClient http, string path)
    {
        using var answer = await http.GetAsync(Path(path), HttpCompletionOption.ResponseHeadersRead);
        await using var content = await answer.Content.ReadAsStreamAsync();
        await content.CopyToAsync(Stream.Null);
        return (int)answer.StatusCode;
    }

    private static Task<int> PostAsync(ServerProcess server, string path, byte[] body) => PostAsync(server.Http, path, body);

    private static async Task<int> PostAsync(HttpClient http, string path, byte[] body)
    {
        using var answer = await http.PostAsync(Path(path), new ByteArrayContent(body));
        return (int)answer.StatusCode;
    }

    private static async Task<long> MemoryAsync(ServerProcess server, string line)
    {
        var status = await File.ReadAllLinesAsync($"/proc/{server.Pid}/status");
        return long.Parse(status.Single(text => text.StartsWith(line + ":", StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) / 1024;
    }

    private static Uri Path(string path) => new(path, UriKind.Relative);
}
