using System.Net.Http.Headers;
using System.Security.Cryptography;
using EventDicom.Dicom;
using EventDicom.Support;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.Instances;

[Collection(nameof(OneServer))]
public sealed class ReadingFiles(SharedServer server) : IAsyncLifetime
{
    private readonly SyntheticInstance _instance = SyntheticInstance.Create(SharedServer.NewPatient()).WithBytes(DicomTag.PixelData, "OW", new byte[1000]);
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

        using var again = new HttpRequestMessage(HttpMethod.Get, $"/instances/{_id}/file") { Headers = { IfNoneMatch = { answer.Headers.ETag! } } };
        using var unchanged = await server.Http.SendAsync(again);
        unchanged.StatusCode.ShouldBe(HttpStatusCode.NotModified);
    }

    [LocalPostgresFact]
    public async Task gives_a_range_of_the_bytes()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/instances/{_id}/file") { Headers = { Range = new RangeHeaderValue(128, 131) } };
        using var answer = await server.Http.SendAsync(request);

        answer.StatusCode.ShouldBe(HttpStatusCode.PartialContent);
        (await answer.Content.ReadAsByteArrayAsync()).ShouldBe("DICM"u8.ToArray());
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
        (await SharedServer.RefusalAsync(server.GetAsync($"/instances/{_id}/attachments/nope/data"))).ShouldBe((HttpStatusCode.NotFound, null, null));
        using var verified = await server.PostAsync($"/instances/{_id}/attachments/dicom/verify-md5", []);
        verified.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [LocalPostgresFact]
    public async Task shows_the_metadata_of_an_instance()
    {
        var metadata = await server.JsonAsync($"/instances/{_id}/metadata?expand");

        metadata.Names().ShouldBe(
            ["HttpUsername", "IndexInSeries", "Origin", "PixelDataOffset", "PixelDataVR", "ReceptionDate", "RemoteAET", "RemoteIP", "SopClassUid", "TransferSyntax"]);
        metadata.Text("Origin").ShouldBe("RestApi");
        metadata.Text("RemoteIP").ShouldBe("127.0.0.1");
        metadata.Text("RemoteAET").ShouldBe("");
        (await server.TextAsync($"/instances/{_id}/metadata/TransferSyntax")).ShouldBe(SyntheticInstance.ExplicitVRLittleEndian);
        (await server.TextAsync($"/instances/{_id}/metadata/9")).ShouldBe(SyntheticInstance.ExplicitVRLittleEndian);
        (await SharedServer.RefusalAsync(server.GetAsync($"/instances/{_id}/metadata/Nope"))).ShouldBe((HttpStatusCode.NotFound, null, null));
    }
}
