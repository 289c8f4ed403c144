using System.Collections.Concurrent;
using EventDicom.Api.Tests.Configuration;
using EventDicom.Domain;
using EventDicom.Support;
using EventDicom.Support.Postgres;
using Npgsql;
using Xunit.Abstractions;

namespace EventDicom.Api.Tests.Crash;

/// <summary>
/// Two nodes of an archive that holds three patients, whom every upload has somebody go for, and which is declared stable at once. One of
/// them is killed at it. What the events say then is whole: nobody is there without having come, or gone without a reason, and nobody
/// became stable twice.
/// </summary>
public sealed class KillingRecyclers(PostgresFixture postgres, ITestOutputHelper output) : IClassFixture<PostgresFixture>
{
    private const int Most = 3;

    private readonly ConcurrentDictionary<int, string> _acknowledged = new();
    private int _next;

    [LocalPostgresFact]
    public async Task leaves_nothing_half_done()
    {
        using var folder = new TemporaryFolder();
        await using var first = await StartAsync(folder);
        await using var second = await StartAsync(folder);
        using var stop = new CancellationTokenSource();
        var load = Task.WhenAll(Enumerable.Range(0, 6).Select(client => Task.Run(() => UploadAsync([first, second], client, stop.Token))));

        await Task.Delay(TimeSpan.FromSeconds(2)); // of load
        await second.KillAsync();
        (await CountAsync("views.patients")).ShouldBeLessThanOrEqualTo(Most);
        await second.StartAgainAsync();
        await stop.CancelAsync();
        await load;

        (await CountAsync("views.patients")).ShouldBe(Most);
        var opened = await CountAsync("events.mt_events where type = 'patient_opened'");
        var recycled = await CountAsync("events.mt_events where type = 'patient_deleted' and data->'Recycled'->>'For' is not null");
        output.WriteLine($"{opened} patients came, {recycled} went");
        (opened - recycled).ShouldBe(Most);
        recycled.ShouldBeGreaterThan(20);
        var acknowledged = string.Join(',', _acknowledged.Values.Select(id => $"'{id}'"));
        (await CountAsync($"events.mt_events where type = 'instance_stored' and stream_id in ({acknowledged})"))
            .ShouldBe(_acknowledged.Count);
        await UntilStableAsync();
        // Who went and came again becomes stable again.
        const string Twice = "having count(*) filter (where type like '%_stabilized') > count(*) filter (where type like '%_opened')";
        (await CountAsync(
            $"(select stream_id from events.mt_events where type like '%_stabilized' or type like '%_opened' group by stream_id {Twice}) "
            + $"twice")).ShouldBe(0);

        var before = await ViewRows.OfAsync(postgres.ConnectionString);
        using (var rebuilt = await first.Http.PostAsync(new Uri("/tools/reconstruct", UriKind.Relative), null))
            rebuilt.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await ViewRows.OfAsync(postgres.ConnectionString)).ShouldBe(before);
    }

    // Each patient has one instance, so each becomes stable once.
    private async Task UploadAsync(ServerProcess[] nodes, int client, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var number = Interlocked.Increment(ref _next);
            var body = SyntheticInstance.Create(number).WithPixelData(5000).ToBytes();
            for (var attempt = 0; !stop.IsCancellationRequested; attempt++)
            {
                try
                {
                    using var answer = await nodes[(client + attempt) % 2]
                        .Http.PostAsync(new Uri("/instances", UriKind.Relative), new ByteArrayContent(body), CancellationToken.None);
                    if (answer.StatusCode != HttpStatusCode.OK) continue;
                    if (attempt == 0)
                        _acknowledged[number] = OrthancId.OfInstance($"SYN{number}", $"2.25.1000.{number}.1", $"2.25.1000.{number}.1.1",
                            $"2.25.1000.{number}.1.1.1").Value;
                    break;
                }
                catch (Exception down) when (down is HttpRequestException or IOException)
                {
                }
            }
            await Task.Delay(100, CancellationToken.None); // so that some live to be stable
        }
    }

    private async Task UntilStableAsync()
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        while (await CountAsync("views.patients where not stable") > 0)
        {
            clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(30));
            await Task.Delay(50);
        }
    }

    private Task<ServerProcess> StartAsync(TemporaryFolder folder) => ServerProcess.StartAsync(
        ("EventDicom", new Dictionary<string,
            object> { ["ConnectionString"] = postgres.ConnectionString, ["BlobFolder"] = Path.Combine(folder.Path, "blobs") }),
        ("MaximumPatientCount", Most), ("StableAge", 0));

    private async Task<long> CountAsync(string what)
    {
        await using var database = NpgsqlDataSource.Create(postgres.ConnectionString);
        await using var command = database.CreateCommand($"select count(*) from {what}");
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
