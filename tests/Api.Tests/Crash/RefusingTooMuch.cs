using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using EventDicom.Dicom;
using EventDicom.Support;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.Crash;

/// <summary>Limits on what is sent: nothing beyond them is kept.</summary>
public sealed class RefusingTooMuch
{
    [LocalPostgresFact]
    public async Task stores_nothing_of_what_inflates_to_too_much()
    {
        await using var server = await ServerProcess.StartAsync(
            ("EventDicom", new Dictionary<string, int> { ["MaximumInflatedSize"] = 2 }));
        var part = SyntheticInstance.Create(1).WithBytes(DicomTag.PixelData, "OW", new byte[1_500_000]).ToBytes();

        (await PostAsync(server, "/instances", Zip(part))).ShouldBe(200);
        (await PostAsync(server, "/instances", Zip(SyntheticInstance.Create(2).ToBytes(), part, part))).ShouldBe(413);
        (await server.Http.GetStringAsync(Path("/statistics"))).ShouldContain("\"CountInstances\": 1");
        var blobs = System.IO.Path.Combine(server.DataFolder, "blobs");
        Directory.EnumerateDirectories(blobs, "??").SelectMany(Directory.EnumerateFiles).Select(file => new FileInfo(file).Length)
            .ShouldBe([part.Length]);
        Directory.EnumerateFiles(System.IO.Path.Combine(blobs, "incoming"), "*", SearchOption.AllDirectories)
            // not settled yet
            .Where(file => new FileInfo(file).Length > 0).Select(file => new FileInfo(file).Length).ShouldBeSubsetOf([part.Length]);
    }

    [LocalPostgresFact]
    public async Task refuses_a_body_beyond_the_configured_size()
    {
        await using var server = await ServerProcess.StartAsync(("MaximumRequestBodySizeMB", 1));
        var part = SyntheticInstance.Create(1).WithBytes(DicomTag.PixelData, "OW", new byte[1_100_000]).ToBytes();

        (await PostAsync(server, "/instances", part)).ShouldBe(413);
        var id = await IdAsync(server, SyntheticInstance.Create(1).ToBytes());
        id.Length.ShouldBe(44);
        using var attached = await server.Http.PutAsync(Path($"/instances/{id}/attachments/1024"), new ByteArrayContent(part));
        ((int)attached.StatusCode).ShouldBe(413);
        (await server.Http.GetStringAsync(Path($"/instances/{id}/attachments"))).ShouldNotContain("1024");
    }

    private static byte[] Zip(params byte[][] entries)
    {
        using var zip = new MemoryStream();
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (number, entry) in entries.Index())
            {
                using var content = archive.CreateEntry(number.ToString(CultureInfo.InvariantCulture)).Open();
                content.Write(entry);
            }
        }
        return zip.ToArray();
    }

    private static async Task<string> IdAsync(ServerProcess server, byte[] file)
    {
        using var answer = await server.Http.PostAsync(Path("/instances"), new ByteArrayContent(file));
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        return JsonElement.Parse(text).Text("ID")!;
    }

    private static async Task<int> PostAsync(ServerProcess server, string path, byte[] body)
    {
        using var answer = await server.Http.PostAsync(Path(path), new ByteArrayContent(body));
        return (int)answer.StatusCode;
    }

    private static Uri Path(string path) => new(path, UriKind.Relative);
}
