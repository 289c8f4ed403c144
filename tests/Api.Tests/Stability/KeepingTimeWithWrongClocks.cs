using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using EventDicom.Api.Tests.Jobs;
using EventDicom.Support;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.Stability;

/// <summary>Clocks that were set wrong, for a moment or for good. What people are told comes from them; what is first, and what is stable,
/// does not.</summary>
public sealed class KeepingTimeWithWrongClocks : IAsyncLifetime
{
    private const string StableAge = "\"StableAge\": 2,";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly PostgresFixture _postgres = new();

    public Task InitializeAsync() => _postgres.InitializeAsync();

    public Task DisposeAsync() => _postgres.DisposeAsync();

    [PostgresFact]
    public async Task a_clock_that_was_an_hour_ahead_for_a_moment_is_forgotten()
    {
        var time = new ShiftedClock { Shift = TimeSpan.FromHours(1) };
        await using var server = await JobServer.StartAsync(_postgres.ConnectionString, options: StableAge, time: time);
        var ahead = await UploadAsync(server, 1);
        time.Shift = TimeSpan.Zero;
        var after = await UploadAsync(server, 2);

        var received = await server.Http.GetStringAsync(new Uri($"/instances/{after}/metadata/ReceptionDate", UriKind.Relative));
        var difference = DateTime.UtcNow - DateTime.ParseExact(received, "yyyyMMdd'T'HHmmss", null);
        difference.ShouldBeInRange(TimeSpan.Zero, s_patience);
        (await IdsAsync(server)).ShouldBe([ahead, after]);
        foreach (var patient in (string[])["SYN1", "SYN2"]) await UntilStableAsync(server, patient);
    }

    [PostgresFact]
    public async Task what_was_stored_ahead_becomes_stable_after_a_restart()
    {
        await using (var server = await JobServer.StartAsync(_postgres.ConnectionString, options: "\"StableAge\": 3600,",
            time: new ShiftedClock { Shift = TimeSpan.FromHours(1) }))
            await UploadAsync(server, 1);

        await using var again = await JobServer.StartAsync(_postgres.ConnectionString, options: StableAge);

        await UntilStableAsync(again, "SYN1");
    }

    [PostgresFact]
    public async Task nodes_whose_clocks_differ_by_minutes_agree_on_what_is_first_and_what_rests()
    {
        await using var fast = await JobServer.StartAsync(_postgres.ConnectionString, shared: true, options: StableAge,
            time: new ShiftedClock { Shift = TimeSpan.FromMinutes(10) });
        await using var slow = await JobServer.StartAsync(_postgres.ConnectionString, shared: true, options: StableAge,
            time: new ShiftedClock { Shift = TimeSpan.FromMinutes(-10) });
        var uploaded = new List<string>();
        for (var patient = 1; patient <= 6; patient++)
        {
            uploaded.Add(await UploadAsync(patient % 2 == 0 ? fast : slow, patient));
            (await IsStableAsync(slow, $"SYN{patient}")).ShouldBeFalse();
        }

        foreach (var node in (JobServer[])[fast, slow])
        {
            (await IdsAsync(node)).ShouldBe(uploaded);
            for (var patient = 1; patient <= 6; patient++) await UntilStableAsync(node, $"SYN{patient}");
        }

        // A late instance, at the other node. Whichever node says so, each rest is told once.
        await UploadAsync(fast, 1, instance: 2);
        (await IsStableAsync(slow, "SYN1")).ShouldBeFalse();
        await UntilStableAsync(slow, "SYN1");
        foreach (var (type, list) in new[] { ("StablePatient", "patients"), ("StableStudy", "studies"), ("StableSeries", "series") })
        {
            var told = (await slow.Http.GetFromJsonAsync<JsonElement>(new Uri($"/changes?limit=1000&type={type}", UriKind.Relative)))
                .GetProperty("Changes").EnumerateArray()
                .CountBy(change => change.Text("ID")!).ToDictionary();
            var late = list == "patients" ? Domain.OrthancId.OfPatient("SYN1").Value
                : (await slow.Http.GetFromJsonAsync<string[]>(
                    new Uri($"/patients/{Domain.OrthancId.OfPatient("SYN1")}/{list}?expand=false", UriKind.Relative)))!.Single();
            told.Count.ShouldBe(6, type);
            told.ShouldAllBe(resource => resource.Value == (resource.Key == late ? 2 : 1), type);
        }
    }

    private static async Task<string> UploadAsync(JobServer server, int patient, int instance = 1) =>
        (await server.UploadAsync(SyntheticInstance.Create(patient, instance: instance))).Text("ID")!;

    // In the order in which they came.
    private static async Task<IEnumerable<string?>> IdsAsync(JobServer server) =>
        (await server.Http.GetFromJsonAsync<JsonElement>(new Uri("/changes?limit=1000&type=NewInstance", UriKind.Relative)))
        .GetProperty("Changes").EnumerateArray()
            .Select(change => change.Text("ID"));

    private static async Task<bool> IsStableAsync(JobServer server, string patient) =>
        (await server.Http.GetFromJsonAsync<JsonElement>(new Uri($"/patients/{Domain.OrthancId.OfPatient(patient)}", UriKind.Relative)))
        .GetProperty("IsStable").GetBoolean();

    private static async Task UntilStableAsync(JobServer server, string patient)
    {
        var watch = Stopwatch.StartNew();
        while (!await IsStableAsync(server, patient))
        {
            watch.Elapsed.ShouldBeLessThan(s_patience, $"{patient} does not become stable");
            await Task.Delay(50);
        }
    }
}
