using System.Globalization;
using System.IO.Compression;
using EventDicom.Support;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.Archives;

/// <summary>Archives that are larger than what the server may hold of them, and those that cannot be finished.</summary>
public sealed class PackingMuch
{
    private const int Megabyte = 1024 * 1024;

    [LocalPostgresFact]
    public async Task takes_no_memory_for_what_it_packs()
    {
        const int Instances = 6, Each = 50 * Megabyte;
        await using var server = await ServerProcess.StartAsync();
        for (var number = 1; number <= Instances; number++)
            await UploadAsync(server, SyntheticInstance.Create(instance: number).WithPixelData(Each));
        var study = Ids(await server.Http.GetStringAsync(new Uri("/studies", UriKind.Relative))).Single();
        await DownloadAsync(server, study); // code is compiled, pools are filled
        var before = PeakKilobytes(server.Pid);

        var length = await DownloadAsync(server, study);

        length.ShouldBeGreaterThan(Megabyte);
        (PeakKilobytes(server.Pid) - before).ShouldBeLessThan(40 * 1024);
        before.ShouldBeLessThan(400 * 1024);
    }

    [LocalPostgresFact]
    public async Task goes_on_after_a_client_that_went_away()
    {
        await using var server = await ServerProcess.StartAsync();
        await UploadAsync(server, SyntheticInstance.Create().WithPixelData(100 * Megabyte));
        var study = Ids(await server.Http.GetStringAsync(new Uri("/studies", UriKind.Relative))).Single();

        for (var attempt = 0; attempt < 20; attempt++)
        {
            using var answer = await server.Http.GetAsync(new Uri($"/studies/{study}/archive", UriKind.Relative),
                HttpCompletionOption.ResponseHeadersRead);
            await using var body = await answer.Content.ReadAsStreamAsync();
            await body.ReadExactlyAsync(new byte[1000]);
        }

        (await DownloadAsync(server, study)).ShouldBeGreaterThan(Megabyte);
        server.LastWords().ShouldNotContain("fail:");
    }

    [LocalPostgresFact]
    public async Task breaks_the_transfer_when_a_file_cannot_be_read()
    {
        await using var server = await ServerProcess.StartAsync();
        for (var number = 1; number <= 3; number++)
            await UploadAsync(server, SyntheticInstance.Create(instance: number).WithPixelData(3 * Megabyte));
        var study = Ids(await server.Http.GetStringAsync(new Uri("/studies", UriKind.Relative))).Single();
        // The last to arrive is the last to be packed.
        new DirectoryInfo(Path.Combine(server.DataFolder, "blobs")).EnumerateFiles("*", SearchOption.AllDirectories)
            .Where(file => file.Length > Megabyte).GroupBy(file => file.Name)
            .OrderBy(same => same.Max(file => file.LastWriteTimeUtc)).Last()
            .ToList().ForEach(file => file.Delete());

        await Should.ThrowAsync<HttpRequestException>(() => DownloadAsync(server, study));

        using var job = await server.Http.PostAsync(
            new Uri($"/studies/{study}/archive", UriKind.Relative), new StringContent("""{"Asynchronous": true}"""));
        job.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static async Task UploadAsync(ServerProcess server, SyntheticInstance instance)
    {
        var path = Path.GetTempFileName();
        try
        {
            await using (var file = File.Create(path)) instance.WriteTo(file);
            using var answer = await server.Http.PostAsync(new Uri("/instances", UriKind.Relative), new StreamContent(File.OpenRead(path)));
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>Reads the whole archive of a study, and that it is one; answers its length.</summary>
    private static async Task<long> DownloadAsync(ServerProcess server, string study)
    {
        var path = Path.GetTempFileName();
        try
        {
            using var answer = await server.Http.GetAsync(new Uri($"/studies/{study}/archive", UriKind.Relative),
                HttpCompletionOption.ResponseHeadersRead);
            answer.EnsureSuccessStatusCode();
            await using (var file = File.Create(path)) await answer.Content.CopyToAsync(file);
            using var archive = await ZipFile.OpenReadAsync(path);
            foreach (var entry in archive.Entries)
            {
                await using var content = await entry.OpenAsync();
                await content.CopyToAsync(Stream.Null);
            }
            return new FileInfo(path).Length;
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static string[] Ids(string json) => System.Text.Json.JsonSerializer.Deserialize<string[]>(json)!;

    private static long PeakKilobytes(int pid) => long.Parse(
        File.ReadLines($"/proc/{pid}/status").Single(line => line.StartsWith("VmHWM:", StringComparison.Ordinal))
        .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture);
}
