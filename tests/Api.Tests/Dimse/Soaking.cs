using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using EventDicom.Support;
using EventDicom.Support.Postgres;
using Xunit.Abstractions;
using static System.FormattableString;

namespace EventDicom.Api.Tests.Dimse;

/// <summary>
/// A small soak of the DICOM server; <c>tests/Benchmarks/soak</c> runs a large one, and shows its figures.
/// </summary>
[Collection(nameof(AloneOnTheMachine))]
public sealed class Soaking(ITestOutputHelper output)
{
    // Megabytes and descriptors by which a server that has done the same again may have more.
    private const int Swing = 64, FewFiles = 30;

    private static readonly int s_instances = Number("EVENTDICOM_SOAK_INSTANCES", 300);

    private static readonly int s_associations = Number("EVENTDICOM_SOAK_ASSOCIATIONS", 20);

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(20), s_rest = TimeSpan.FromSeconds(s_instances > 1000 ? 30 : 2);

    [LocalPostgresFact]
    public async Task keeps_what_it_acknowledged_and_no_memory()
    {
        var seed = Environment.TickCount;
        await using var server = await ServerProcess.StartAsync(("DicomServerEnabled", true));
        var size = SoakLoad.Instance(0).ToBytes().Length;
        Say(Invariant($"{s_associations} associations, {s_instances} instances of {size:N0} bytes a round, seed {seed}"));
        Say($"started: {Memory(server)}");

        // The first round has the server die in the middle.
        var first = new SoakLoad(server.DicomPort, 0, s_instances, s_associations, seed);
        using var patience = new CancellationTokenSource(s_patience);
        var running = RunAsync(first, server, "first", patience.Token);
        while (first.Acknowledged.Count < s_instances / 2) await Task.WhenAny(running, Task.Delay(10, patience.Token));
        await server.KillAsync();
        Say(Invariant($"kill -9 after {first.Acknowledged.Count} acknowledged"));
        await server.StartAgainAsync();
        await running;
        await ShouldHaveAsync(server, first);

        var later = new List<(int Megabytes, int Files)>();
        foreach (var (round, name) in ((int, string)[])[(1, "second"), (2, "third")])
        {
            var load = new SoakLoad(server.DicomPort, round * s_instances, s_instances, s_associations, seed + (1000 * round));
            await RunAsync(load, server, name, patience.Token);
            await ShouldHaveAsync(server, load);
            later.Add((ResidentMegabytes(server), OpenFiles(server)));
        }

        first.BrokenOff.ShouldBeGreaterThan(0);
        later[1].Megabytes.ShouldBeLessThan(later[0].Megabytes + Swing);
        later[1].Files.ShouldBeLessThan(later[0].Files + FewFiles);
        var statistics = await server.Http.GetFromJsonAsync<System.Text.Json.JsonElement>(new Uri("/statistics", UriKind.Relative));
        statistics.GetProperty("CountInstances").GetInt32().ShouldBe(3 * s_instances);
        // What was broken off has left nothing; the lock is the server's own.
        Directory.EnumerateFiles(Path.Combine(server.DataFolder, "blobs", "incoming"))
            .ShouldAllBe(file => file.EndsWith(".lock", StringComparison.Ordinal));
    }

    private async Task RunAsync(SoakLoad load, ServerProcess server, string name, CancellationToken ct)
    {
        var clock = Stopwatch.StartNew();
        await load.RunAsync(ct);
        var taken = clock.Elapsed;
        var busy = Memory(server);
        await Task.Delay(s_rest, ct);
        Say(Invariant($"{name} round: {taken.TotalSeconds:N1} s, {s_instances / taken.TotalSeconds:N0} instances/s; {load.Broken}; ")
            + Invariant($"then {busy}, after a rest of {s_rest.TotalSeconds:N0} s {Memory(server)}"));
    }

    // Each is there by its identifier, and of some the file as it was sent.
    private static async Task ShouldHaveAsync(ServerProcess server, SoakLoad load)
    {
        var stored = (await server.Http.GetFromJsonAsync<HashSet<string>>(new Uri("/instances", UriKind.Relative)))!;
        load.Acknowledged.Select(SoakLoad.IdOf).Where(id => !stored.Contains(id)).ShouldBeEmpty();
        foreach (var number in load.Acknowledged.Where(number => number % 25 == 0))
        {
            var file = await server.Http.GetByteArrayAsync(new Uri($"/instances/{SoakLoad.IdOf(number)}/file", UriKind.Relative));
            file.AsSpan().EndsWith(SoakLoad.Instance(number).ToBytes().AsSpan()[^11_000..]).ShouldBeTrue($"instance {number}");
        }
    }

    private static string Memory(ServerProcess server) =>
        Invariant($"RSS {ResidentMegabytes(server)} MB, {OpenFiles(server)} descriptors");

    private static int ResidentMegabytes(ServerProcess server) => int.Parse(
        File.ReadLines($"/proc/{server.Pid}/status").Single(line => line.StartsWith("VmRSS:", StringComparison.Ordinal))[6..^2],
        CultureInfo.InvariantCulture) / 1024;

    private static int OpenFiles(ServerProcess server) => Directory.EnumerateFileSystemEntries($"/proc/{server.Pid}/fd").Count();

    private void Say(string text)
    {
        output.WriteLine(text);
        if (Environment.GetEnvironmentVariable("EVENTDICOM_SOAK_REPORT") is { Length: > 0 } report)
            File.AppendAllText(report, text + "\n");
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
