using System.Diagnostics;
using System.Text.Json;
using EventDicom.Api.Tests.Modifying;
using EventDicom.Dicom;
using EventDicom.Support;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.Crash;

/// <summary>What the server lacks it says, loses nothing, and goes on once it is there again.</summary>
public sealed class RunningOutOfThings
{
    [LocalPostgresFact]
    public async Task refuses_uploads_while_the_database_is_away_and_takes_them_when_it_is_back()
    {
        await using var postgres = await TemporaryPostgres.StartAsync();
        await using var server = await ServerProcess.StartAsync(
            ("EventDicom", new Dictionary<string, string> { ["ConnectionString"] = postgres.ConnectionString }));
        (await UploadAsync(server, 1)).ShouldBe(HttpStatusCode.OK);

        await postgres.KillAsync();
        using (var refused = await server.Http.PostAsync(new Uri("/instances", UriKind.Relative), Body(2)))
        {
            refused.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            refused.Headers.RetryAfter.ShouldNotBeNull();
        }
        using (var ready = await server.Http.GetAsync(new Uri("/health/ready", UriKind.Relative)))
            ready.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);

        await postgres.RestartAsync();
        await server.UntilReadyAsync();
        (await UploadAsync(server, 2)).ShouldBe(HttpStatusCode.OK);
        (await server.Http.GetStringAsync(new Uri("/statistics", UriKind.Relative))).ShouldContain("\"CountInstances\": 2");
    }

    [SmallDiskFact]
    public async Task refuses_uploads_while_the_disk_is_full_and_takes_them_when_there_is_room()
    {
        using var disk = SmallDisk.TryMount(megabytes: 4).ShouldNotBeNull();
        await using var server = await ServerProcess.StartAsync(
            ("EventDicom", new Dictionary<string, string> { ["BlobFolder"] = Path.Combine(disk.Folder, "blobs") }));
        (await UploadAsync(server, 3)).ShouldBe(HttpStatusCode.OK);
        var ballast = Path.Combine(disk.Folder, "ballast");
        Fill(ballast);

        foreach (var size in (int[])[20_000, 600_000])
        {
            using var refused = await server.Http.PostAsync(new Uri("/instances", UriKind.Relative), Body(1, size));
            ((int)refused.StatusCode).ShouldBe(507);
        }
        var stored = JsonSerializer.Deserialize<string[]>(await server.Http.GetStringAsync(new Uri("/instances", UriKind.Relative)))
            .ShouldHaveSingleItem();
        // What is spooled and what jobs leave asks for room, too.
        var longList = new StringContent($$"""{"Resources":["{{stored}}"{{string.Concat(Enumerable.Repeat(",\"unknown\"", 40_000))}}]}""");
        using (var refused = await server.Http.PostAsync(new Uri("/tools/bulk-content", UriKind.Relative), longList))
            ((int)refused.StatusCode).ShouldBe(507);
        (await server.Http.GetByteArrayAsync(new Uri($"/instances/{stored}/file", UriKind.Relative))).ShouldNotBeEmpty();
        var job = await PackAsync(server, stored);
        (job.Text("State"), job.GetProperty("ErrorCode").GetInt32()).ShouldBe(("Failure", 19));
        job.Text("ErrorDetails")!.ShouldContain("The disk is full");
        foreach (var folder in (string[])["jobs", "spool"])
            Directory.EnumerateFiles(Path.Combine(server.DataFolder, folder)).ShouldBeEmpty();

        File.Delete(ballast);
        (await PackAsync(server, stored)).Text("State").ShouldBe("Success");
        (await UploadAsync(server, 1, 600_000)).ShouldBe(HttpStatusCode.OK);
        (await UploadAsync(server, 2, 20_000)).ShouldBe(HttpStatusCode.OK);
    }

    [SmallDiskFact]
    public async Task keeps_a_reserve_on_the_disk_so_that_reading_and_deleting_go_on()
    {
        using var disk = SmallDisk.TryMount(megabytes: 40).ShouldNotBeNull();
        await using var server = await ServerProcess.StartAsync(
            ("EventDicom", new Dictionary<string, object> { ["BlobFolder"] = Path.Combine(disk.Folder, "blobs"), ["KeepDeleted"] = 0 }));
        var stored = 0;
        while (await UploadAsync(server, ++stored, 1_500_000) == HttpStatusCode.OK) stored.ShouldBeLessThan(40);
        new DriveInfo(disk.Folder).AvailableFreeSpace.ShouldBeGreaterThan(2_000_000);

        using (var refused = await server.Http.PostAsync(new Uri("/instances", UriKind.Relative), Body(stored, 1_500_000)))
            (await refused.Content.ReadAsStringAsync()).ShouldContain("\"OrthancStatus\": 19");
        var studies = JsonSerializer.Deserialize<string[]>(await server.Http.GetStringAsync(new Uri("/studies", UriKind.Relative)))!;
        studies.Length.ShouldBe(stored - 1);
        foreach (var study in studies)
            using (var deleted = await server.Http.DeleteAsync(new Uri($"/studies/{study}", UriKind.Relative)))
                deleted.StatusCode.ShouldBe(HttpStatusCode.OK);

        var clock = Stopwatch.StartNew();
        while (await UploadAsync(server, stored, 1_500_000) != HttpStatusCode.OK)
        {
            clock.Elapsed.ShouldBeLessThan(TimeSpan.FromMinutes(1));
            await Task.Delay(100);
        }
    }

    private static async Task<JsonElement> PackAsync(ServerProcess server, string resource)
    {
        using var answer = await server.Http.PostAsync(
            new Uri("/tools/create-archive", UriKind.Relative),
            new StringContent($$"""{"Resources":["{{resource}}"],"Asynchronous":true}"""));
        return await server.Http.EndAsync(JsonElement.Parse(await answer.Content.ReadAsStringAsync()).Text("ID")!);
    }

    private static async Task<HttpStatusCode> UploadAsync(ServerProcess server, int patient, int size = 100)
    {
        using var answer = await server.Http.PostAsync(new Uri("/instances", UriKind.Relative), Body(patient, size));
        return answer.StatusCode;
    }

    private static ByteArrayContent Body(int patient, int size = 100) =>
        new(SyntheticInstance.Create(patient).WithBytes(DicomTag.PixelData, "OW", new byte[size]).ToBytes());

    private static void Fill(string file)
    {
        using var ballast = File.Create(file);
        var block = new byte[4096];
        try
        {
            while (true)
            {
                ballast.Write(block);
                ballast.Flush();
            }
        }
        catch (IOException)
        {
            // Full.
        }
    }

    /// <summary>A fact that needs a file system of its own; skipped, with the reason, where none may be mounted.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class SmallDiskFactAttribute : FactAttribute
    {
        private static readonly Lazy<string?> s_missing = new(() =>
        {
            using var disk = SmallDisk.TryMount(megabytes: 1);
            return disk is null ? "A small file system cannot be mounted here; root may" : null;
        });

        public SmallDiskFactAttribute() => Skip = TestServer.MissingLocal ?? s_missing.Value;
    }

    /// <summary>A file system of a few megabytes.</summary>
    private sealed class SmallDisk : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eventdicom-small-disk-");

        public string Folder => _folder.FullName;

        public static SmallDisk? TryMount(int megabytes)
        {
            var disk = new SmallDisk();
            if (Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", disk.Folder)) return disk;
            disk._folder.Delete();
            return null;
        }

        public void Dispose()
        {
            Run("umount", "-l", Folder);
            _folder.Delete(recursive: true);
        }

        private static bool Run(string program, params string[] arguments)
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
    }
}
