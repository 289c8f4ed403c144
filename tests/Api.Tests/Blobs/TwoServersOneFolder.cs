using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using EventDicom.Api.Tests.Configuration;
using EventDicom.Support;
using EventDicom.Support.Postgres;
using Npgsql;
using Xunit.Abstractions;

namespace EventDicom.Api.Tests.Blobs;

/// <summary>
/// Two servers on one database and one blob folder that remove at once what is deleted. Clients store and delete the same bytes again and
/// again, at either; one server is killed and started again meanwhile.
/// </summary>
public sealed class TwoServersOneFolder(PostgresFixture postgres, ITestOutputHelper output) : IClassFixture<PostgresFixture>
{
    private const int Clients = 6;

    private static readonly int s_rounds = int.Parse(
        Environment.GetEnvironmentVariable("EVENTDICOM_CRASH_ROUNDS") ?? "3", CultureInfo.InvariantCulture);

    [LocalPostgresFact]
    public async Task lose_nothing_that_was_acknowledged_to_a_purge_that_never_rests()
    {
        using var folder = new TemporaryFolder();
        var blobs = Path.Combine(folder.Path, "blobs");
        await using var first = await StartAsync(blobs);
        await using var second = await StartAsync(blobs);
        using var stop = new CancellationTokenSource();
        var clients = Enumerable.Range(1, Clients)
            .Select(client => Task.Run(() => StoreAndDeleteAsync([first, second], client, stop.Token))).ToList();

        for (var round = 0; round < s_rounds; round++)
        {
            await Task.Delay(TimeSpan.FromSeconds(2)); // of load
            await second.KillAsync();
            await second.StartAgainAsync();
        }
        await Task.Delay(TimeSpan.FromSeconds(2));
        await stop.CancelAsync();
        var stored = await Task.WhenAll(clients);

        foreach (var (id, content, _) in stored)
            foreach (var server in (ServerProcess[])[first, second])
                (await server.Http.GetByteArrayAsync(new Uri($"/instances/{id}/file", UriKind.Relative))).ShouldBe(content);
        var purges = await CountAsync("events.mt_events where type = 'blobs_purged'");
        output.WriteLine($"{stored.Sum(client => client.Times)} times stored and deleted, {purges} purges");
        purges.ShouldBeGreaterThan(s_rounds);
        var clock = System.Diagnostics.Stopwatch.StartNew();
        while (await CountAsync("events.blob_removals") > 0) clock.Elapsed.ShouldBeLessThan(TimeSpan.FromMinutes(1));
    }

    // Ends with an instance that is stored.
    private static async Task<(string Id, byte[] Content, int Times)> StoreAndDeleteAsync(ServerProcess[] servers, int client,
        CancellationToken stop)
    {
        var content = SyntheticInstance.Create(client).WithPixelData(client % 2 == 0 ? 300_000 : 5_000).ToBytes();
        for (var times = 1; ; times++)
        {
            var id = await UntilAsync(async server =>
            {
                using var answer = await server.Http.PostAsync(new Uri("/instances", UriKind.Relative), new ByteArrayContent(content),
                    CancellationToken.None);
                return answer.StatusCode == HttpStatusCode.OK
                    ? (await answer.Content.ReadFromJsonAsync<JsonElement>(CancellationToken.None)).Text("ID") : null;
            });
            var read = await UntilAsync(async server =>
            {
                using var answer = await server.Http.GetAsync(new Uri($"/instances/{id}/file", UriKind.Relative), CancellationToken.None);
                answer.StatusCode.ShouldBe(HttpStatusCode.OK,
                    $"acknowledged, and lost: {await answer.Content.ReadAsStringAsync(CancellationToken.None)}");
                return await answer.Content.ReadAsByteArrayAsync(CancellationToken.None);
            });
            read.ShouldBe(content);
            if (stop.IsCancellationRequested) return (id, content, times);

            await UntilAsync(async server =>
            {
                using var answer = await server.Http.DeleteAsync(new Uri($"/instances/{id}", UriKind.Relative), CancellationToken.None);
                return answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.NotFound ? "" : null;
            });
        }

        // At either server; at the other where one is down.
        async Task<T> UntilAsync<T>(Func<ServerProcess, Task<T?>> ask) where T : class
        {
            while (true)
            {
                try
                {
                    if (await ask(servers[Random.Shared.Next(servers.Length)]) is { } answer) return answer;
                }
                catch (Exception down) when (down is HttpRequestException or IOException)
                {
                }
            }
        }
    }

    private Task<ServerProcess> StartAsync(string blobs) => ServerProcess.StartAsync(
        ("EventDicom", new Dictionary<string,
            object> { ["ConnectionString"] = postgres.ConnectionString, ["BlobFolder"] = blobs, ["KeepDeleted"] = 0 }),
            ("StableAge", 3600));

    private async Task<long> CountAsync(string what)
    {
        await using var database = NpgsqlDataSource.Create(postgres.ConnectionString);
        await using var command = database.CreateCommand($"select count(*) from {what}");
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
