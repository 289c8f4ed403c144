using EventDicom.Dicom;
using EventDicom.Support;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.Instances;

[Collection(nameof(OneServer))]
public sealed class ReadingTags(SharedServer server) : IAsyncLifetime
{
    private readonly SyntheticInstance _instance = SyntheticInstance.Create(SharedServer.NewPatient())
        .With(DicomTag.PatientComments, "LT", new string('x', 257))
        .WithBytes(DicomTag.PixelData, "OW", [1, 2, 3, 4]);

    private string _id = "";

    public async Task InitializeAsync()
    {
        if (TestServer.MissingLocal is null) _id = (await server.UploadAsync(_instance)).Text("ID")!;
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [LocalPostgresFact]
    public async Task shows_the_data_set_in_three_shapes()
    {
        var full = (await server.JsonAsync($"/instances/{_id}/tags")).GetProperty("0008,0060");
        (full.Text("Name"), full.Text("Type"), full.Text("Value")).ShouldBe(("Modality", "String", "OT"));
        (await server.JsonAsync($"/instances/{_id}/tags?short")).Text("0008,0060").ShouldBe("OT");
        (await server.JsonAsync($"/instances/{_id}/tags?simplify&short")).Text("Modality").ShouldBe("OT");
        (await server.JsonAsync($"/instances/{_id}/simplified-tags")).Text("PixelData").ShouldBeNull();
    }

    [LocalPostgresFact]
    public async Task shows_long_text_only_where_it_is_asked_for()
    {
        (await server.JsonAsync($"/instances/{_id}/tags")).GetProperty("0010,4000").Text("Type").ShouldBe("TooLong");
        (await server.JsonAsync($"/instances/{_id}/simplified-tags?ignore-length=PatientComments")).Text("PatientComments")
            .ShouldBe(new('x', 257));
        (await SharedServer.RefusalAsync(server.GetAsync($"/instances/{_id}/tags?ignore-length=Nope"))).Error.ShouldBe(27);
    }

    [LocalPostgresFact]
    public async Task shows_the_file_meta_information() =>
        (await server.JsonAsync($"/instances/{_id}/header?simplify")).Text("TransferSyntaxUID")
        .ShouldBe(SyntheticInstance.ExplicitVRLittleEndian);

    [LocalPostgresFact]
    public async Task finds_the_way_to_single_values()
    {
        (await server.JsonAsync($"/instances/{_id}/content")).Texts().ShouldContain("0010-0020");
        (await server.BytesAsync($"/instances/{_id}/content/Modality")).ShouldBe("OT"u8.ToArray());
        (await server.JsonAsync($"/instances/{_id}/content/7fe0-0010")).Texts().ShouldBe(["0"]);
        (await server.BytesAsync($"/instances/{_id}/content/7fe0-0010/0")).ShouldBe([1, 2, 3, 4]);
        (await SharedServer.RefusalAsync(server.GetAsync($"/instances/{_id}/content/7fe0-0010/1")))
            .ShouldBe((HttpStatusCode.NotFound, null, null));
        (await SharedServer.RefusalAsync(server.GetAsync("/instances/unknown/content"))).ShouldBe((HttpStatusCode.NotFound, null, null));
    }
}
