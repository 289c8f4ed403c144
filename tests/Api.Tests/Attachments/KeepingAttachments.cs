using System.Buffers.Binary;
using System.IO.Compression;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using EventDicom.Support;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.Attachments;

[Collection(nameof(RevisingServer))]
public sealed class KeepingAttachments(RevisingServer server)
{
    // Longer than what is held in memory.
    private static readonly byte[] s_content = [.. Enumerable.Range(0, 400_000).Select(number => (byte)(number * number >> 7))];

    [LocalPostgresFact]
    public async Task attaches_shows_and_removes_them_at_every_level()
    {
        foreach (var path in await server.PathsAsync(SyntheticInstance.Create(SharedServer.NewPatient())))
        {
            var file = path.StartsWith("/instances", StringComparison.Ordinal) ? new[] { "dicom" } : [];
            (await AskAsync(HttpMethod.Put, $"{path}/attachments/1030", "x")).ShouldBe((HttpStatusCode.OK, ETag(0, "x"), "{}", null));
            (await server.AskAsync(HttpMethod.Put, $"{path}/attachments/report", s_content))
                .ShouldBe((HttpStatusCode.OK, ETag(0, s_content), "{}", null));

            (await server.JsonAsync($"{path}/attachments")).Texts().ShouldBe([.. file, "report", "1030"]);
            var full = await server.JsonAsync($"{path}/attachments?full");
            (full.GetProperty("report").GetInt32(), full.GetProperty("1030").GetInt32()).ShouldBe((1025, 1030));
            var report = $"{path}/attachments/report";
            var info = await server.JsonAsync($"{report}/info");
            (info.GetProperty("UncompressedSize").GetInt32(), info.GetProperty("CompressedSize").GetInt32(),
                info.GetProperty("ContentType").GetInt32()).ShouldBe((400_000, 400_000, 1025));
            (info.Text("UncompressedMD5"), info.Text("CompressedMD5")).ShouldBe((Md5(s_content), Md5(s_content)));
            await HasContentAsync(report, isCompressed: false);
            using (var data = await server.GetAsync($"{report}/data?filename=a.pdf"))
            {
                data.Content.Headers.ContentType!.MediaType.ShouldBe("application/pdf");
                data.Content.Headers.NonValidated["Content-Disposition"].ToString().ShouldBe("filename=\"a.pdf\"");
            }
            (await AskAsync(HttpMethod.Get, $"{path}/attachments/1030/data")).ShouldBe((HttpStatusCode.OK, ETag(0, "x"), "x", null));
            (await AskAsync(HttpMethod.Get, $"{report}/md5", ifNoneMatch: ETag(0, s_content)))
                .ShouldBe((HttpStatusCode.NotModified, ETag(0, s_content), "", null));

            await KeepsToRevisionsAsync($"{path}/attachments/1030");
            (await server.CountChangesAsync("UpdatedAttachment", path)).ShouldBe(6, "one for each change, none for each refusal");

            await ChangesFormAsync(report);
            (await server.CountChangesAsync("UpdatedAttachment", path)).ShouldBe(6, "the content is the same");
        }
    }

    // Revision 0 is there, with the content x.
    private async Task KeepsToRevisionsAsync(string path)
    {
        foreach (var (named, status, error) in new (string?, HttpStatusCode, int)[]
            {
                (null, HttpStatusCode.Conflict, 43), (ETag(1, "x"), HttpStatusCode.Conflict, 43),
                (ETag(0, "y"), HttpStatusCode.Conflict, 43), ("none", HttpStatusCode.BadRequest, 3),
            })
        {
            foreach (var (method, content) in new[] { (HttpMethod.Put, "new"), (HttpMethod.Delete, null) })
            {
                var refused = await AskAsync(method, path, content, ifMatch: named);
                (refused.Status, refused.Error).ShouldBe((status, error), $"{method} {named}");
            }
        }
        (await AskAsync(HttpMethod.Put, path, "b", ifMatch: ETag(0, "x"))).ShouldBe((HttpStatusCode.OK, ETag(1, "b"), "{}", null));
        (await AskAsync(HttpMethod.Put, path, "b", ifMatch: ETag(1, "b").Trim('"')))
            .ShouldBe((HttpStatusCode.OK, ETag(2, "b"), "{}", null));
        (await AskAsync(HttpMethod.Delete, path, ifMatch: ETag(2, "b"))).ShouldBe((HttpStatusCode.OK, null, "", null));

        (await AskAsync(HttpMethod.Delete, path, ifMatch: ETag(2, "b"))).ShouldBe((HttpStatusCode.NotFound, null, "", null));
        (await AskAsync(HttpMethod.Delete, path)).Error.ShouldBe(43);
        var absent = await AskAsync(HttpMethod.Get, $"{path}/data");
        (absent.Status, absent.Error).ShouldBe((HttpStatusCode.NotFound, 17));
        (await AskAsync(HttpMethod.Put, path, "c", ifMatch: ETag(7, "nothing")))
            .ShouldBe((HttpStatusCode.OK, ETag(0, "c"), "{}", null), "it starts anew");
    }

    private async Task ChangesFormAsync(string path)
    {
        (await AskAsync(HttpMethod.Post, $"{path}/uncompress"))
            .ShouldBe((HttpStatusCode.OK, ETag(0, s_content), "{}", null), "it is so already");
        (await AskAsync(HttpMethod.Post, $"{path}/compress")).ShouldBe((HttpStatusCode.OK, ETag(1, s_content), "{}", null));
        await HasContentAsync(path, isCompressed: true);
        (await AskAsync(HttpMethod.Post, $"{path}/compress")).ETag.ShouldBe(ETag(1, s_content));
        (await AskAsync(HttpMethod.Post, $"{path}/uncompress")).ETag.ShouldBe(ETag(2, s_content));
        await HasContentAsync(path, isCompressed: false);
    }

    private async Task HasContentAsync(string path, bool isCompressed)
    {
        (await server.TextAsync($"{path}/is-compressed")).ShouldBe(isCompressed ? "1" : "0");
        (await server.BytesAsync($"{path}/data")).ShouldBe(s_content);
        (await server.TextAsync($"{path}/size")).ShouldBe("400000");
        (await server.TextAsync($"{path}/md5")).ShouldBe(Md5(s_content));
        var stored = await server.BytesAsync($"{path}/compressed-data");
        (await server.TextAsync($"{path}/compressed-size")).ShouldBe($"{stored.Length}");
        (await server.TextAsync($"{path}/compressed-md5")).ShouldBe(Md5(stored));
        (isCompressed ? Inflate(stored) : stored).ShouldBe(s_content);
        (await AskAsync(HttpMethod.Post, $"{path}/verify-md5")).Body.ShouldBe("{}");
        foreach (var (range, part) in new[] { ("bytes=399990-", 399_990..400_000), ("bytes=5-9", 5..10), ("bytes=-131", 0..132) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get,
                $"{path}/data") { Headers = { Range = RangeHeaderValue.Parse(range) } };
            using var answer = await server.Http.SendAsync(request);
            answer.StatusCode.ShouldBe(HttpStatusCode.PartialContent, range);
            (await answer.Content.ReadAsByteArrayAsync()).ShouldBe(s_content[part]);
        }
        (await server.AskAsync(HttpMethod.Get, $"{path}/data", range: "bytes=400000-"))
            .Status.ShouldBe(HttpStatusCode.RequestedRangeNotSatisfiable);
    }

    [LocalPostgresFact]
    public async Task refuses_what_users_may_not_change_and_what_is_not_there()
    {
        foreach (var path in await server.PathsAsync(SyntheticInstance.Create(SharedServer.NewPatient())))
        {
            foreach (var method in (HttpMethod[])[HttpMethod.Put, HttpMethod.Delete])
            {
                foreach (var name in (string[])["dicom", "dicom-until-pixel-data", "3", "1023", "-1", "65536"])
                    (await AskAsync(method, $"{path}/attachments/{name}", "x"))
                        .ShouldBe((HttpStatusCode.Forbidden, null, "", null), $"{method} {name}");
                var unknown = await AskAsync(method, $"{path}/attachments/nope", "x");
                (unknown.Status, unknown.Error).ShouldBe((HttpStatusCode.NotFound, 7));
                var nowhere = await AskAsync(method, $"{path[..^1]}g/attachments/1024", "x", ifMatch: ETag(0, ""));
                (nowhere.Status, nowhere.Error).ShouldBe((HttpStatusCode.NotFound, 7));
            }
            (await AskAsync(HttpMethod.Delete, $"{path}/attachments/dicom-as-json", ifMatch: ETag(0, "")))
                .ShouldBe((HttpStatusCode.NotFound, null, "", null));
            foreach (var operation in (string[])["compress", "uncompress", "verify-md5"])
                (await AskAsync(HttpMethod.Post, $"{path}/attachments/plain/{operation}")).Error.ShouldBe(17);
            foreach (var operation in (string[])["", "/data", "/md5", "/info"])
                (await AskAsync(HttpMethod.Get, $"{path}/attachments/plain{operation}")).Error.ShouldBe(17);
        }
    }

    [LocalPostgresFact]
    public async Task keeps_the_file_of_an_instance_compressed_and_nobody_notices()
    {
        var instance = SyntheticInstance.Create(SharedServer.NewPatient()).WithImage(64, 64);
        var paths = await server.PathsAsync(instance);
        var (path, dicom) = (paths[3], instance.ToBytes());
        var before = await ReadAsync(path);
        var uuid = await server.TextAsync($"{path}/attachments/dicom/uuid");

        (await AskAsync(HttpMethod.Post, $"{path}/attachments/dicom/compress")).ShouldBe((HttpStatusCode.OK, ETag(1, dicom), "{}", null));
        await UntilAsync(() => !Directory.EnumerateFiles(Path.Combine(server.DataFolder, "blobs"), Sha256(dicom),
            SearchOption.AllDirectories).Any());

        (await ReadAsync(path)).ShouldBe(before);
        (await server.BytesAsync($"{path}/file")).ShouldBe(dicom);
        (await server.TextAsync($"{path}/attachments/dicom/uuid")).ShouldBe(uuid);
        (await server.TextAsync($"{path}/attachments/dicom/is-compressed")).ShouldBe("1");
        var stored = await server.BytesAsync($"{path}/attachments/dicom/compressed-data");
        Inflate(stored).ShouldBe(dicom);
        using (var data = await server.GetAsync($"{path}/attachments/dicom/data"))
            data.Content.Headers.ContentType!.MediaType.ShouldBe("application/octet-stream");
        (await AskAsync(HttpMethod.Put, $"{paths[2]}/attachments/plain", "12345")).Status.ShouldBe(HttpStatusCode.OK);
        foreach (var (resource, ofUsers) in new[] { (paths[0], 5), (paths[1], 5), (paths[2], 5), (path, 0) })
        {
            var statistics = await server.JsonAsync($"{resource}/statistics");
            statistics.Text("DicomDiskSize").ShouldBe($"{stored.Length}");
            statistics.Text("DicomUncompressedSize").ShouldBe($"{dicom.Length}");
            statistics.Text("DiskSize").ShouldBe($"{stored.Length + ofUsers}");
            statistics.Text("UncompressedSize").ShouldBe($"{dicom.Length + ofUsers}");
        }

        (await AskAsync(HttpMethod.Post, $"{path}/attachments/dicom/uncompress")).ETag.ShouldBe(ETag(2, dicom));
        await UntilAsync(() => !Directory.EnumerateFiles(Path.Combine(server.DataFolder, "blobs"), Sha256(stored),
            SearchOption.AllDirectories).Any());
        (await ReadAsync(path)).ShouldBe(before);
        (await server.BytesAsync($"{path}/file")).ShouldBe(dicom);
        using (await server.DeleteAsync(paths[0])) { }
        await UntilAsync(() => !Directory.EnumerateFiles(Path.Combine(server.DataFolder, "blobs"), Sha256(dicom),
            SearchOption.AllDirectories).Any());
    }

    [LocalPostgresFact]
    public async Task lets_them_go_with_their_resources_bytes_and_all()
    {
        var instance = SyntheticInstance.Create(SharedServer.NewPatient());
        var paths = await server.PathsAsync(instance);
        var content = RandomNumberGenerator.GetBytes(5000);
        foreach (var path in paths)
            (await server.AskAsync(HttpMethod.Put, $"{path}/attachments/plain", content)).Status.ShouldBe(HttpStatusCode.OK);
        CountHolding(content).ShouldBe(4);

        await server.PathsAsync(instance); // takes the place of the only instance, so that its parents are made anew
        foreach (var path in paths) (await server.JsonAsync($"{path}/attachments")).Texts().ShouldNotContain("plain", path);
        await UntilAsync(() => CountHolding(content) == 0);

        foreach (var path in paths) await server.AskAsync(HttpMethod.Put, $"{path}/attachments/plain", content);
        await server.AskAsync(HttpMethod.Put, $"{paths[0]}/attachments/plain", content, ifMatch: ETag(0, content));
        await UntilAsync(() => CountHolding(content) == 4);
        using (await server.DeleteAsync(paths[3])) { }
        await UntilAsync(() => CountHolding(content) == 0);
    }

    // What is shown of an instance that was read from its file.
    private async Task<string> ReadAsync(string path) => string.Concat(
        await server.TextAsync($"{path}/tags"), await server.TextAsync(path),
        Convert.ToHexString(await server.BytesAsync($"{path}/preview")),
        Md5(await server.BytesAsync($"{path}/frames/0/raw")));

    // Files of attachments end with a mark.
    private int CountHolding(byte[] content) =>
        Directory.EnumerateFiles(Path.Combine(server.DataFolder, "blobs"), "*", SearchOption.AllDirectories)
        .Where(file => Path.GetFileName(file).Length == 64 && new FileInfo(file) is { Exists: true } info
            && info.Length == content.Length + 16)
        .DistinctBy(Path.GetFileName).Count(file => Begins(file, content));

    private static bool Begins(string file, byte[] content)
    {
        try
        {
            return File.ReadAllBytes(file).AsSpan(0, content.Length).SequenceEqual(content);
        }
        catch (FileNotFoundException)
        {
            return false; // it went meanwhile
        }
    }

    private static async Task UntilAsync(Func<bool> holds)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!holds()) await Task.Delay(20, patience.Token);
    }

    private static byte[] Inflate(byte[] stored)
    {
        using var inflated = new MemoryStream();
        using (var zlib = new ZLibStream(new MemoryStream(stored[8..]), CompressionMode.Decompress)) zlib.CopyTo(inflated);
        BinaryPrimitives.ReadInt64LittleEndian(stored).ShouldBe(inflated.Length);
        return inflated.ToArray();
    }

    private static string Md5(byte[] content) => Convert.ToHexStringLower(MD5.HashData(content));

    private static string Sha256(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private static string ETag(long revision, byte[] content) => $"\"{revision}-{Md5(content)}\"";

    private static string ETag(long revision, string content) => ETag(revision, Encoding.UTF8.GetBytes(content));

    private Task<(HttpStatusCode Status, string? ETag, string Body, int? Error)> AskAsync(
        HttpMethod method, string path, string? body = null, string? ifMatch = null, string? ifNoneMatch = null) =>
        server.AskAsync(method, path, body is null ? null : Encoding.UTF8.GetBytes(body), ifMatch, ifNoneMatch);
}
