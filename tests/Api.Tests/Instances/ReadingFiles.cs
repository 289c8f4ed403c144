using System.Text.Json;
using System.Security.Cryptography;
using EventDicom.Dicom;
using EventDicom.Support;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.Instances;

[Collection(nameof(OneServer))]
public sealed class ReadingFiles(SharedServer server) : IAsyncLifetime
{
    private readonly SyntheticInstance _instance = SyntheticInstance.Create(SharedServer.NewPatient())
        .WithBytes(DicomTag.PixelData, "OW", new byte[1000]);
    private string _id = "";

    public async Task InitializeAsync()
    {
        if (TestServer.MissingLocal is null) _id = (await server.UploadAsync(_instance)).Text("ID")!;
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [LocalPostgresFact]
    public async Task names_the_file_and_lets_caches_check_it()
    {
        using var answer = await server.GetAsync($"/instances/{_id}/file");
        var uuid = (await server.JsonAsync($"/instances/{_id}")).Text("FileUuid");

        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/dicom");
        answer.Content.Headers.GetValues("Content-Disposition").ShouldHaveSingleItem().ShouldBe($"filename=\"{uuid}.dcm\"");
        answer.Content.Headers.LastModified.ShouldNotBeNull();

        using var again = new HttpRequestMessage(HttpMethod.Get,
            $"/instances/{_id}/file") { Headers = { IfNoneMatch = { answer.Headers.ETag! } } };
        using var unchanged = await server.Http.SendAsync(again);
        unchanged.StatusCode.ShouldBe(HttpStatusCode.NotModified);
    }

    [LocalPostgresFact]
    public async Task gives_the_file_whole_whatever_range_is_asked_for()
    {
        foreach (var range in (string[])["bytes=128-131", "lines=1-2", "bytes=5-1"])
        {
            using var answer = await RangeAsync("file", range);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, range);
            (await answer.Content.ReadAsByteArrayAsync()).ShouldBe(_instance.ToBytes());
        }
    }

    [LocalPostgresFact]
    public async Task gives_a_range_of_the_bytes_of_an_attachment()
    {
        var bytes = _instance.ToBytes();
        foreach (var path in (string[])["attachments/dicom/data", "attachments/dicom/compressed-data"])
        {
            foreach (var (range, first, last) in ((string, int, int)[])[("bytes=128-131", 128, 131),
                ("bytes=1000-", 1000, bytes.Length - 1), ("bytes=-131", 0, 131), ("bytes=-", 0, bytes.Length - 1)])
            {
                using var answer = await RangeAsync(path, range);
                answer.StatusCode.ShouldBe(HttpStatusCode.PartialContent, range);
                answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/octet-stream");
                answer.Content.Headers.ContentRange!.ToString().ShouldBe($"bytes {first}-{last}/{bytes.Length}");
                (await answer.Content.ReadAsByteArrayAsync()).ShouldBe(bytes[first..(last + 1)]);
            }

            (await SharedServer.RefusalAsync(RangeAsync(path, "bytes=0-1,3-4")))
                .ShouldBe((HttpStatusCode.RequestedRangeNotSatisfiable, 41, $"Not a range of the {bytes.Length} bytes that there are"));
            (await SharedServer.RefusalAsync(RangeAsync(path, $"bytes=0-{bytes.Length}")))
                .Status.ShouldBe(HttpStatusCode.RequestedRangeNotSatisfiable);
            using var whole = await RangeAsync(path, "lines=1-2");
            whole.StatusCode.ShouldBe(HttpStatusCode.OK);
            whole.Content.Headers.ContentType!.MediaType.ShouldBe("application/dicom");
            (await whole.Content.ReadAsByteArrayAsync()).ShouldBe(bytes);
        }
    }

    [LocalPostgresFact]
    public async Task names_the_file_as_the_client_wishes()
    {
        var uuid = (await server.JsonAsync($"/instances/{_id}")).Text("FileUuid");
        (await NameAsync("file")).ShouldBe($"filename=\"{uuid}.dcm\"");
        (await NameAsync("attachments/dicom/data")).ShouldBe($"filename=\"{uuid}\"");
        foreach (var path in (string[])["file", "attachments/dicom/data", $"file?transcode={SyntheticInstance.ImplicitVRLittleEndian}"])
        {
            var and = path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
            (await NameAsync($"{path}{and}filename=a%22/b%0D%0A;c.dcm")).ShouldBe("filename=\"a/b;c.dcm\"");
            (await NameAsync($"{path}{and}filename=%C3%A9")).ShouldBe("filename=\"\u00c3\u00a9\""); // UTF-8, which .NET reads as Latin-1
            (await NameAsync($"{path}{and}filename=")).ShouldBeNull();
        }
    }

    [LocalPostgresFact]
    public async Task gives_the_empty_offset_table_of_compressed_pixels()
    {
        var compressed = SyntheticInstance.Create(SharedServer.NewPatient()).WithEncapsulatedImage("1.2.840.10008.1.2.5", 1, 1, [[1, 2]]);
        using var answer = await server.GetAsync($"/instances/{(await server.UploadAsync(compressed)).Text("ID")}/content/7fe0-0010/0");

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentLength.ShouldBe(0);
    }

    [LocalPostgresFact]
    public async Task shows_the_file_as_an_attachment()
    {
        (await server.JsonAsync($"/instances/{_id}/attachments")).Texts().ShouldBe(["dicom"]);
        (await server.JsonAsync($"/instances/{_id}/attachments?full")).GetProperty("dicom").GetInt32().ShouldBe(1);
        var info = await server.JsonAsync($"/instances/{_id}/attachments/dicom/info");
        info.Names().ShouldBe(["CompressedMD5", "CompressedSize", "ContentType", "UncompressedMD5", "UncompressedSize", "Uuid"]);
        info.Text("UncompressedMD5").ShouldBe(Convert.ToHexStringLower(MD5.HashData(_instance.ToBytes())));
        (await server.TextAsync($"/instances/{_id}/attachments/dicom/md5")).ShouldBe(info.Text("UncompressedMD5"));
        (await server.TextAsync($"/instances/{_id}/attachments/dicom/is-compressed")).ShouldBe("0");
        (await server.BytesAsync($"/instances/{_id}/attachments/dicom/data")).ShouldBe(_instance.ToBytes());
        foreach (var below in (string[])["", "/data", "/md5", "/info", "/nope"])
        {
            var (unknown, absent) = (server.GetAsync($"/instances/{_id}/attachments/nope{below}"),
                server.GetAsync($"/instances/{_id}/attachments/dicom-as-json{below}"));
            (await SharedServer.RefusalAsync(unknown)).ShouldBe((HttpStatusCode.NotFound, 7, "No attachment has this name: nope"));
            (await SharedServer.RefusalAsync(absent)).ShouldBe((HttpStatusCode.NotFound, 17, null));
        }
        (await SharedServer.RefusalAsync(server.GetAsync($"/instances/{_id}/attachments/dicom/nope"))).Error.ShouldBe(17);
        (await SharedServer.RefusalAsync(server.GetAsync("/instances/unknown/attachments"))).ShouldBe((HttpStatusCode.NotFound, 7, null));
        (await server.JsonAsync($"/instances/{_id}/attachments?full=false")).ValueKind.ShouldBe(JsonValueKind.Object);
        using var verified = await server.PostAsync($"/instances/{_id}/attachments/dicom/verify-md5", []);
        verified.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private async Task<HttpResponseMessage> RangeAsync(string path, string range)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/instances/{_id}/{path}");
        request.Headers.TryAddWithoutValidation("Range", range).ShouldBeTrue();
        return await server.Http.SendAsync(request);
    }

    private async Task<string?> NameAsync(string path)
    {
        using var answer = await server.GetAsync($"/instances/{_id}/{path}");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, path);
        return answer.Content.Headers.TryGetValues("Content-Disposition", out var names) ? names.Single() : null;
    }
    [LocalPostgresTheory]
    [InlineData("")]
    [InlineData("/data")]
    [InlineData("/compressed-data")]
    [InlineData("/md5")]
    [InlineData("/size")]
    [InlineData("/info")]
    [InlineData("/is-compressed")]
    [InlineData("/compressed-size")]
    public async Task tells_the_revision_of_an_attachment(string below)
    {
        var md5 = Convert.ToHexStringLower(MD5.HashData(_instance.ToBytes()));
        await KeepsToRevisionsAsync($"/instances/{_id}/attachments/dicom{below}", $"\"0-{md5}\"");
    }

    [LocalPostgresFact]
    public Task tells_the_revision_of_a_metadata() => KeepsToRevisionsAsync(
        $"/instances/{_id}/metadata/TransferSyntax",
        $"\"0-{Convert.ToHexStringLower(MD5.HashData(System.Text.Encoding.UTF8.GetBytes(SyntheticInstance.ExplicitVRLittleEndian)))}\"");

    [LocalPostgresFact]
    public async Task shows_the_metadata_of_an_instance()
    {
        var metadata = await server.JsonAsync($"/instances/{_id}/metadata?expand");

        metadata.Names().ShouldBe(
            ["IndexInSeries", "ReceptionDate", "RemoteAET", "Origin", "TransferSyntax", "SopClassUid", "RemoteIP", "HttpUsername",
                "PixelDataOffset", "MainDicomTagsSignature", "PixelDataVR"]);
        (await server.JsonAsync($"/instances/{_id}/metadata")).Texts().ShouldBe(metadata.Names());
        (await server.JsonAsync($"/instances/{_id}/metadata?numeric=false")).EnumerateArray().Select(number => number.GetInt32())
            .ShouldBe([1, 2, 3, 8, 9, 10, 11, 13, 14, 15, 17]);
        (await server.JsonAsync($"/instances/{_id}/metadata?numeric&expand")).Names()
            .ShouldBe(["1", "2", "3", "8", "9", "10", "11", "13", "14", "15", "17"]);
        (await server.JsonAsync($"/instances/{_id}/metadata?expand=0")).ValueKind.ShouldBe(JsonValueKind.Array);
        metadata.Text("MainDicomTagsSignature").ShouldBe((await server.JsonAsync("/system")).GetProperty("MainDicomTags").Text("Instance"));
        metadata.Text("Origin").ShouldBe("RestApi");
        metadata.Text("RemoteIP").ShouldBe("127.0.0.1");
        metadata.Text("RemoteAET").ShouldBe("");
        (await server.TextAsync($"/instances/{_id}/metadata/TransferSyntax")).ShouldBe(SyntheticInstance.ExplicitVRLittleEndian);
        (await server.TextAsync($"/instances/{_id}/metadata/9")).ShouldBe(SyntheticInstance.ExplicitVRLittleEndian);
        (await SharedServer.RefusalAsync(server.GetAsync($"/instances/{_id}/metadata/Nope")))
            .ShouldBe((HttpStatusCode.NotFound, 7, "No metadata has this name: Nope"));
        (await SharedServer.RefusalAsync(server.GetAsync($"/instances/{_id}/metadata/CalledAET")))
            .ShouldBe((HttpStatusCode.NotFound, null, null));
        (await SharedServer.RefusalAsync(server.GetAsync($"/instances/{_id}/metadata/2000")))
            .ShouldBe((HttpStatusCode.NotFound, null, null));
        (await SharedServer.RefusalAsync(server.GetAsync("/instances/unknown/metadata/Origin")))
            .ShouldBe((HttpStatusCode.NotFound, 17, null));
    }

    private async Task KeepsToRevisionsAsync(string path, string etag)
    {
        var other = etag.Replace("0-", "1-", StringComparison.Ordinal);
        foreach (var (known, status) in new[]
        {
            ("", HttpStatusCode.OK), (etag, HttpStatusCode.NotModified), (etag.Trim('"'), HttpStatusCode.NotModified),
            (other, HttpStatusCode.OK), ("\"0-x\"", HttpStatusCode.OK),
            ("\"aaa\"", HttpStatusCode.BadRequest), ("\"aaa-bbb\"", HttpStatusCode.BadRequest),
        })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            if (known.Length > 0) request.Headers.TryAddWithoutValidation("If-None-Match", known);
            using var answer = await server.Http.SendAsync(request);
            answer.StatusCode.ShouldBe(status, known);
            answer.Headers.NonValidated["ETag"].ToString().ShouldBe(etag, known);
            if (status == HttpStatusCode.NotModified) (await answer.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
        }
    }
}
