using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using EventDicom.Api.Tests.Configuration;
using EventDicom.Support;
using EventDicom.Support.Postgres;
using Npgsql;
using Xunit.Abstractions;

namespace EventDicom.Api.Tests.Consumers;

/// <summary>Nodes on a database of the site, which has none of the settings that an own one has.</summary>
public sealed class OutlivingGapsAndNodes(PostgresFixture postgres, TemporaryFolder folder, ITestOutputHelper output)
    : IClassFixture<PostgresFixture>, IClassFixture<TemporaryFolder>
{
    private static readonly TimeSpan s_longestStandstill = TimeSpan.FromSeconds(2);

    // Across the tests, which share a database: what is stored already makes no entry.
    private static int s_instances;

    [LocalPostgresFact]
    public async Task gives_a_poller_every_row_once_though_appends_are_rolled_back_and_nodes_are_killed()
    {
        await using var node = await StartAsync();
        await using var victim = await StartAsync();
        using var end = new CancellationTokenSource();
        var aborting = Task.WhenAll(Enumerable.Range(0, 3).Select(number => AbortAppendsAsync(number, end.Token)));
        var consumer = new ChangeConsumer(node.Http);
        var doomed = Task.WhenAll(Enumerable.Range(0, 4).Select(number => UntilKilledAsync(new BusyWriter(victim.Http, number))));
        var writing = Task.WhenAll(Enumerable.Range(4, 4).Select(number => new BusyWriter(node.Http, number).RunAsync(60)));
        var quiet = Task.WhenAll(writing, doomed);

        var watching = Task.WhenAll(consumer.RunAsync(quiet), consumer.AuditAsync(quiet));
        while (consumer.Seen.Count < 60) await Task.Delay(20);
        await victim.KillAsync();
        await Task.WhenAll(quiet, watching);
        await end.CancelAsync();
        await aborting;

        // What became stable after the consumer had gone comes behind that.
        var log = await ChangesPage.WholeLogAsync(node.Http, to: consumer.Last);
        foreach (var change in log)
            consumer.Seen.GetValueOrDefault(change.Seq).ShouldBe(change, $"number {change.Seq} is in the log and was never given out");
        log.Max(change => change.Seq).ShouldBe(consumer.Last);
        // Numbers count the entries, of which some went with what they were about.
        consumer.Last.ShouldBeLessThan(await EventsAsync());
    }

    [LocalPostgresFact]
    public async Task does_not_stand_still_when_a_node_dies()
    {
        await using var node = await StartAsync();
        for (var round = 0; round < 2; round++)
        {
            await using var victim = await StartAsync();
            var doomed = Task.WhenAll(Enumerable.Range(0, 4).Select(number => UntilKilledAsync(new BusyWriter(victim.Http, number))));
            var killing = Task.Run(async () =>
            {
                await Task.Delay(TimeSpan.FromSeconds(1.5));
                await victim.KillAsync();
            });

            var longest = TimeSpan.Zero;
            for (var after = 0; after < 20; after += killing.IsCompleted ? 1 : 0)
                longest = TimeSpan.FromTicks(Math.Max(longest.Ticks, (await SeenAfterAsync(node)).Ticks));
            await Task.WhenAll(killing, doomed);

            output.WriteLine($"longest time from an answered upload to its entry: {longest.TotalMilliseconds:0} ms");
            longest.ShouldBeLessThan(s_longestStandstill);
        }
    }

    [LocalPostgresFact]
    public async Task passes_the_number_of_a_rolled_back_append_over_at_once()
    {
        await using var node = await StartAsync();
        var (plain, gaps) = (new List<double>(), new List<double>());
        for (var round = 0; round < 20; round++)
        {
            plain.Add((await SeenAfterAsync(node)).TotalMilliseconds);
            await TakeNumbersAsync(hold: TimeSpan.Zero, CancellationToken.None);
            gaps.Add((await SeenAfterAsync(node)).TotalMilliseconds);
        }

        output.WriteLine(
            $"from an answered upload to its entry, median and most: {Median(plain):0.0}, {plain.Max():0.0} ms; behind a gap "
            + $"{Median(gaps):0.0}, {gaps.Max():0.0} ms");
        (Median(gaps) - Median(plain)).ShouldBeLessThan(100);
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    // How long after the answer to an upload its entry is in the log.
    private static async Task<TimeSpan> SeenAfterAsync(ServerProcess node)
    {
        var last = (await node.Http.GetFromJsonAsync<JsonElement>(new Uri("/changes?last", UriKind.Relative)))
            .GetProperty("Last").GetInt64();
        using var body = new ByteArrayContent(SyntheticInstance.Create(5000, instance: Interlocked.Increment(ref s_instances)).ToBytes());
        using var answer = await node.Http.PostAsync(new Uri("/instances", UriKind.Relative), body);
        var id = (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>()).Text("ID");
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var page = await node.Http.GetFromJsonAsync<JsonElement>(
                new Uri(string.Create(CultureInfo.InvariantCulture, $"/changes?since={last}&limit=1000"), UriKind.Relative));
            if (page.GetProperty("Changes").EnumerateArray().Any(change => change.Text("ID") == id)) return watch.Elapsed;
            watch.Elapsed.ShouldBeLessThan(TimeSpan.FromMinutes(1), $"the entry of {id}");
        }
    }

    private static async Task UntilKilledAsync(BusyWriter writer)
    {
        try
        {
            await writer.RunAsync(int.MaxValue);
        }
        catch (HttpRequestException)
        {
            // The node is gone.
        }
    }

    // What a transaction leaves that appended events and was rolled back, after others had gone past it.
    private async Task AbortAppendsAsync(int seed, CancellationToken end)
    {
        var random = new Random(seed);
        while (!end.IsCancellationRequested) await TakeNumbersAsync(TimeSpan.FromMilliseconds(random.Next(80)), CancellationToken.None);
    }

    private async Task TakeNumbersAsync(TimeSpan hold, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(postgres.ConnectionString);
        await connection.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var take = new NpgsqlCommand("select nextval('events.mt_events_sequence') from generate_series(1, 2)",
            connection, transaction);
        await take.ExecuteNonQueryAsync(ct);
        await Task.Delay(hold, ct);
        await transaction.RollbackAsync(ct);
    }

    private async Task<long> EventsAsync()
    {
        await using var database = NpgsqlDataSource.Create(postgres.ConnectionString);
        await using var command = database.CreateCommand("select count(*) from events.mt_events");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private Task<ServerProcess> StartAsync() => ServerProcess.StartAsync(
        ("EventDicom", new Dictionary<string,
            string> { ["ConnectionString"] = postgres.ConnectionString, ["BlobFolder"] = Path.Combine(folder.Path, "blobs") }),
            ("StableAge", 1));
}
