using System.Net.Http.Json;
using System.Text.Json;
using EventDicom.Dicom;
using EventDicom.Support;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.Instances;

[Collection(nameof(OneServer))]
public sealed class ChangingTransferSyntaxes(SharedServer server)
{
    private const string Rle = "1.2.840.10008.1.2.5";

    private static readonly JsonSerializerOptions s_asWritten = new();

    private readonly SyntheticInstance _image = SyntheticInstance.Create(SharedServer.NewPatient()).WithImage(16, 16);

    [LocalPostgresFact]
    public async Task answers_the_same_pixels_in_the_syntax_that_is_asked_for()
    {
        var id = (await server.UploadAsync(_image)).Text("ID");

        var file = DicomFile.Open(await server.BytesAsync($"/instances/{id}/file?transcode={Rle}"));

        file.TransferSyntax.UID.ShouldBe(Rle);
        DicomPixelData.Create(file).DecodeFrame(0).Samples.ToArray()
            .ShouldBe(DicomPixelData.Create(DicomFile.Open(_image.ToBytes())).DecodeFrame(0).Samples.ToArray());
        (await server.BytesAsync($"/instances/{id}/file")).ShouldBe(_image.ToBytes());
    }

    [LocalPostgresFact]
    public async Task refuses_syntaxes_that_are_none_and_those_that_cannot_be_written()
    {
        var id = (await server.UploadAsync(_image)).Text("ID");

        (await SharedServer.RefusalAsync(server.GetAsync($"/instances/{id}/file?transcode=")))
            .ShouldBe((HttpStatusCode.BadRequest, 3, "Unknown transfer syntax: "));
        (await SharedServer.RefusalAsync(server.GetAsync($"/instances/{id}/file?transcode=1.2.3")))
            .ShouldBe((HttpStatusCode.BadRequest, 3, "Unknown transfer syntax: 1.2.3"));
        var (status, error, _) = await SharedServer.RefusalAsync(
            server.GetAsync($"/instances/{id}/file?transcode=1.2.840.10008.1.2.4.100"));
        (status, error).ShouldBe((HttpStatusCode.InternalServerError, 2));
    }

    [LocalPostgresFact]
    public async Task loses_as_much_as_is_asked_for()
    {
        var image = SyntheticInstance.Create(SharedServer.NewPatient()).WithImage(64, 64, bits: 8);
        var path = $"/instances/{(await server.UploadAsync(image)).Text("ID")}/file?transcode=1.2.840.10008.1.2.4.50";

        var usual = await server.BytesAsync(path);
        (await server.BytesAsync($"{path}&lossy-quality=90")).ShouldBe(usual);
        (await server.BytesAsync($"{path}&lossy-quality=40"))
            .Length.ShouldBeLessThan((await server.BytesAsync($"{path}&lossy-quality=80")).Length);
        foreach (var tolerated in (string[])["0", "101", "1000"])
            (await server.BytesAsync($"{path}&lossy-quality={tolerated}")).ShouldNotBeEmpty();
        foreach (var bad in (string[])["-1", "x", "", "90.5"])
            (await SharedServer.RefusalAsync(server.GetAsync($"{path}&lossy-quality={bad}"))).Error.ShouldBe(3, bad);
    }

    [LocalPostgresFact]
    public async Task happens_at_the_door_where_it_is_configured()
    {
        await using var archive = await ServerProcess.StartAsync(("IngestTranscoding", Rle));

        var first = await UploadAsync(archive, _image);
        var again = await UploadAsync(archive, _image);
        var without = await UploadAsync(archive, SyntheticInstance.Create(2));

        again.Text("Status").ShouldBe("AlreadyStored");
        again.Text("ID").ShouldBe(first.Text("ID"));
        (await archive.Http.GetStringAsync(new Uri($"/instances/{first.Text("ID")}/metadata/TransferSyntax", UriKind.Relative)))
            .ShouldBe(Rle);
        (await archive.Http.GetStringAsync(new Uri($"/instances/{without.Text("ID")}/metadata/TransferSyntax", UriKind.Relative)))
            .ShouldBe(SyntheticInstance.ExplicitVRLittleEndian);
    }

    [LocalPostgresFact]
    public async Task with_loss_makes_another_instance_but_always_the_same()
    {
        await using var archive = await ServerProcess.StartAsync(("IngestTranscoding", "1.2.840.10008.1.2.4.50"));
        var image = SyntheticInstance.Create().WithImage(16, 16, bits: 8);

        var first = await UploadAsync(archive, image);
        var again = await UploadAsync(archive, image);
        var deep = await UploadAsync(archive, SyntheticInstance.Create(2).WithImage(16, 16, bits: 16));

        first.Text("Status").ShouldBe("Success");
        again.Text("Status").ShouldBe("AlreadyStored");
        var tags = await archive.Http.GetFromJsonAsync<JsonElement>(
            new Uri($"/instances/{first.Text("ID")}/simplified-tags", UriKind.Relative));
        tags.Text("LossyImageCompression").ShouldBe("01");
        tags.Text("SOPInstanceUID").ShouldStartWith("2.25.");
        // Sixteen bits are too many for this syntax: the file is kept as it came
        (await archive.Http.GetStringAsync(new Uri($"/instances/{deep.Text("ID")}/metadata/TransferSyntax", UriKind.Relative)))
            .ShouldBe(SyntheticInstance.ExplicitVRLittleEndian);
    }

    [LocalPostgresFact]
    public async Task happens_to_results_of_jobs_unless_the_request_names_their_syntax()
    {
        await using var archive = await ServerProcess.StartAsync(("IngestTranscoding", Rle));
        var uploaded = await UploadAsync(archive, _image);

        var named = await ModifyAsync(archive, uploaded.Text("ParentStudy")!,
            new { Replace = new { StudyDescription = "A" }, Transcode = SyntheticInstance.ExplicitVRLittleEndian });
        var unnamed = await ModifyAsync(archive, named.Study, new { Replace = new { StudyDescription = "B" } });
        var created = await PostAsync(archive, "/tools/create-dicom", new { Tags = new { PatientName = "C" }, Content = Picture });

        named.Syntax.ShouldBe(SyntheticInstance.ExplicitVRLittleEndian);
        unnamed.Syntax.ShouldBe(Rle);
        (await SyntaxAsync(archive, created.Text("ID")!)).ShouldBe(Rle);
    }

    [LocalPostgresFact]
    public async Task with_loss_never_turns_what_is_modified_in_place_into_another_instance()
    {
        await using var archive = await ServerProcess.StartAsync(("IngestTranscoding", "1.2.840.10008.1.2.4.50"),
            ("OverwriteInstances", true));
        var uploaded = await UploadAsync(archive, SyntheticInstance.Create().WithImage(16, 16, bits: 8));
        var source = await ModifyAsync(archive, uploaded.Text("ParentStudy")!,
            new { Replace = new { StudyDescription = "A" }, Transcode = SyntheticInstance.ExplicitVRLittleEndian });

        var inPlace = await ModifyAsync(archive, source.Study, new
        {
            Replace = new { StudyDescription = "B" },
            Keep = new[] { "StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID" },
            Force = true,
        });

        inPlace.ShouldBe(source);
    }

    private static string Picture
    {
        get
        {
            using var png = new MemoryStream();
            PngEncoder.Encode(new DicomBitmap(8, 8, DicomBitmapFormat.Gray8, new byte[64]), png);
            return $"data:image/png;base64,{Convert.ToBase64String(png.ToArray())}";
        }
    }

    private static async Task<(string Study, string Instance, string Syntax)> ModifyAsync(ServerProcess archive, string study,
        object request)
    {
        var result = await PostAsync(archive, $"/studies/{study}/modify", request);
        var instances = await archive.Http.GetFromJsonAsync<JsonElement>(
            new Uri($"/studies/{result.Text("ID")}/instances", UriKind.Relative));
        var instance = instances.EnumerateArray().ShouldHaveSingleItem().Text("ID")!;
        return (result.Text("ID")!, instance, await SyntaxAsync(archive, instance));
    }

    private static async Task<string> SyntaxAsync(ServerProcess archive, string instance) =>
        await archive.Http.GetStringAsync(new Uri($"/instances/{instance}/metadata/TransferSyntax", UriKind.Relative));

    private static async Task<JsonElement> PostAsync(ServerProcess archive, string path, object body)
    {
        using var answer = await archive.Http.PostAsJsonAsync(new Uri(path, UriKind.Relative), body, s_asWritten);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static async Task<JsonElement> UploadAsync(ServerProcess archive, SyntheticInstance instance)
    {
        using var answer = await archive.Http.PostAsync(new Uri("/instances", UriKind.Relative), new ByteArrayContent(instance.ToBytes()));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }
}
