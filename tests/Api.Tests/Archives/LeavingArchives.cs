using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using EventDicom.Api.Tests.Jobs;
using EventDicom.Dicom;
using EventDicom.Support;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.Archives;

/// <summary>Clients that close the connection before they have the whole archive.</summary>
public sealed class LeavingArchives(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    // More than the buffers of both sockets take.
    private const int Size = 40 << 20;

    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(5);

    [LocalPostgresTheory]
    [InlineData("archive", true)]
    [InlineData("archive", false)]
    [InlineData("media", false)]
    public async Task cancels_the_job_soon_after(string route, bool resets)
    {
        await using var server = await JobServer.StartAsync(postgres.ConnectionString, options: "\"JobsHistorySize\": 100,");
        var pixels = new byte[Size];
        new Random(1).NextBytes(pixels);
        var uploaded = await server.UploadAsync(SyntheticInstance.Create().WithBytes(DicomTag.PixelData, "OW", pixels));
        var before = (await JobsAsync(server)).Select(job => job.Text("ID")).ToList();

        using (var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp))
        {
            await socket.ConnectAsync("127.0.0.1", server.Http.BaseAddress!.Port);
            await socket.SendAsync(Encoding.ASCII.GetBytes(
                $"GET /studies/{uploaded.Text("ParentStudy")}/{route} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"));
            (await socket.ReceiveAsync(new byte[1000])).ShouldBeGreaterThan(0);
            if (resets) socket.LingerState = new(enable: true, seconds: 0);
        }
        var clock = Stopwatch.StartNew();

        JsonElement job;
        while ((job = (await JobsAsync(server)).FirstOrDefault(listed => !before.Contains(listed.Text("ID"))))
            .ValueKind == JsonValueKind.Undefined)
        {
            clock.Elapsed.ShouldBeLessThan(s_longest);
            await Task.Delay(20);
        }

        (job.Text("State"), job.GetProperty("ErrorCode").GetInt32()).ShouldBe(("Failure", 37));
    }

    private static async Task<List<JsonElement>> JobsAsync(JobServer server) =>
        [.. JsonElement.Parse(await server.Http.GetStringAsync(new Uri("/jobs?expand", UriKind.Relative))).EnumerateArray()];
}
