using System.Text.Json.Nodes;
using EventDicom.Dicom;
using EventDicom.Support;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.DicomWeb;

/// <summary>What the addresses in metadata lead to.</summary>
[Collection(nameof(OneServer))]
public sealed class ReadingBulkData(SharedServer server) : IAsyncLifetime
{
    private readonly int _patient = SharedServer.NewPatient();

    private string Bulk => $"{Asking.PathOf(_patient, 1, 1, 1)}/bulk";

    public async Task InitializeAsync()
    {
        if (TestServer.MissingLocal is not null) return;
        await server.UploadAsync(SyntheticInstance.Create(_patient).WithBytes(DicomTag.ICCProfile, "OB", [7, 8]).WithImage(4, 4, bits: 8)
            .WithSequence(DicomTag.WaveformSequence, SyntheticDataset.Empty, SyntheticDataset.Empty.WithBytes(DicomTag.WaveformPaddingValue, "OB", [1, 2, 3, 4])));
        await server.UploadAsync(
            SyntheticInstance.Create(_patient, 1, 1, 2).WithEncapsulatedImage(SyntheticInstance.JPEGProcess1, 2, 2, [1, 2], [3, 4]));
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [LocalPostgresTheory]
    [InlineData(null)]
    [InlineData("*/*")]
    [InlineData("multipart/related")]
    [InlineData("multipart/related; type=application/octet-stream")]
    [InlineData("multipart/related; type=\"application/octet-stream\", application/octet-stream")]
    public async Task comes_as_one_part(string? accept)
    {
        var part = (await server.Http.PartsAsync($"{Bulk}/00282000", accept)).Single();
        part.ContentType.ShouldBe("application/octet-stream");
        part.Body.ShouldBe([7, 8]);
    }

    [LocalPostgresFact]
    public async Task comes_bare_where_that_is_what_is_accepted()
    {
        using var answer = await server.Http.AskAsync($"{Bulk}/00282000", "application/octet-stream");
        answer.Content.Headers.ContentType!.ToString().ShouldBe("application/octet-stream");
        (await answer.Content.ReadAsByteArrayAsync()).ShouldBe([7, 8]);
    }

    [LocalPostgresFact]
    public async Task is_what_each_address_in_the_metadata_leads_to()
    {
        var model = (await server.Http.ModelsAsync($"{Asking.PathOf(_patient, 1, 1, 1)}/metadata")).Single()!;
        (await BytesAsync(model["54000100"]!["Value"]![1]!["5400100A"])).ShouldBe([1, 2, 3, 4]);
        (await BytesAsync(model["7FE00010"])).Length.ShouldBe(16);

        async Task<byte[]> BytesAsync(JsonNode? attribute) =>
            (await server.Http.PartsAsync(new Uri(attribute!["BulkDataURI"]!.GetValue<string>()).AbsolutePath)).Single().Body;
    }

    [LocalPostgresFact]
    public async Task of_compressed_pixels_is_each_fragment() =>
        (await server.Http.PartsAsync($"{Asking.PathOf(_patient, 1, 1, 2)}/bulk/7fe00010")).Select(part => part.Body)
            .ShouldBe([[], [1, 2], [3, 4]]);

    [LocalPostgresTheory]
    [InlineData("00080060/1", HttpStatusCode.BadRequest, 8)]
    [InlineData("nothing", HttpStatusCode.InternalServerError, 27)]
    [InlineData("00100030", HttpStatusCode.NotFound, 7)]
    public async Task is_refused_where_the_path_leads_nowhere(string path, HttpStatusCode status, int error)
    {
        var refusal = await SharedServer.RefusalAsync(server.Http.AskAsync($"{Bulk}/{path}"));
        (refusal.Status, refusal.Error).ShouldBe((status, error));
    }

    [LocalPostgresTheory]
    [InlineData("text/html")]
    [InlineData("multipart/related; type=application/dicom")]
    [InlineData("multipart/related; type=application/octet-stream; range=0-1")]
    public async Task is_refused_in_other_forms(string accept) =>
        (await SharedServer.RefusalAsync(server.Http.AskAsync($"{Bulk}/00282000", accept))).Error.ShouldBe(8);
}
