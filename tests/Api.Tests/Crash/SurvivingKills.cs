using System.Globalization;
using EventDicom.Support;
using EventDicom.Support.Postgres;
using Xunit.Abstractions;

namespace EventDicom.Api.Tests.Crash;

public sealed class SurvivingKills(ITestOutputHelper output)
{
    private static readonly int s_rounds =
        int.Parse(Environment.GetEnvironmentVariable("EVENTDICOM_CRASH_ROUNDS") ?? "3", CultureInfo.InvariantCulture);

    [LocalPostgresFact]
    public async Task keeps_what_it_acknowledged_and_shows_the_rest_wholly_or_not_at_all()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        await using var server = await ServerProcess.StartAsync();
        var load = new UploadLoad(server.Http);
        var audit = new ArchiveAudit(server, load);

        for (var round = 0; round < s_rounds; round++)
        {
            var victim = (Victim)(round % 3);
            var delay = random.Next(300, 3000);
            await KillUnderLoadAsync(server, load, victim, TimeSpan.FromMilliseconds(delay));
            output.WriteLine(
                $"round {round}: {victim} after {delay} ms (seed {seed}), {load.Acknowledged.Count} acknowledged, {load.Unanswered.Count} "
                + $"not");

            await audit.InstancesAsync(everyFile: false);
            await audit.HierarchyAsync();
            await audit.ChangesAsync();
            await load.SendUnansweredAgainAsync();
        }

        await server.StopAsync();
        await server.StartAgainAsync();
        await audit.InstancesAsync(everyFile: true);
        await audit.HierarchyAsync();
        await audit.ChangesAsync();
        load.Acknowledged.Count.ShouldBeGreaterThan(s_rounds);
    }

    [LocalPostgresFact]
    public async Task sets_aside_the_bytes_that_a_crash_left_behind_and_no_instance_names()
    {
        await using var server = await ServerProcess.StartAsync();
        var load = new UploadLoad(server.Http);
        var blobs = Path.Combine(server.DataFolder, "blobs");
        await KillUnderLoadAsync(server, load, Victim.Both, TimeSpan.FromSeconds(1));
        await server.KillAsync();
        var orphan = UploadLoad.File(-1);
        var address = UploadLoad.Sha256(orphan);
        await File.WriteAllBytesAsync(Path.Combine(blobs, address[..2], address), orphan);
        await File.WriteAllBytesAsync(Path.Combine(blobs, "incoming", Guid.NewGuid().ToString("n")), orphan);
        // Only what is clearly older than the newest event can be such.
        foreach (var file in Directory.EnumerateFiles(blobs, "*", SearchOption.AllDirectories))
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddDays(-1));

        await server.StartAgainAsync();

        await new ArchiveAudit(server, load).BlobsAsync();
        Directory.EnumerateFiles(Path.Combine(blobs, "orphans"), address, SearchOption.AllDirectories).ShouldHaveSingleItem();
    }

    private static async Task KillUnderLoadAsync(ServerProcess server, UploadLoad load, Victim victim, TimeSpan delay)
    {
        using var stop = new CancellationTokenSource();
        var (uploading, before) = (load.RunAsync(stop.Token), load.Acknowledged.Count);
        await Task.Delay(delay);
        await SharedServer.UntilAsync(() => load.Acknowledged.Count > before); // which on a busy machine may take longer

        if (victim is Victim.Server or Victim.Both) await server.KillAsync();
        var postmaster = PostgresProcesses.PostmasterBelow(server.DataFolder);
        if (victim is Victim.Database or Victim.Both) await server.KillPostgresAsync();
        await stop.CancelAsync();

        if (victim is Victim.Database) await server.UntilReadyWithAnotherPostmasterAsync(postmaster);
        await uploading;
        if (victim is not Victim.Database) await server.StartAgainAsync();
    }
}
