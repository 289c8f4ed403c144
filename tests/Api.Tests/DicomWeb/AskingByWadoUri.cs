using EventDicom.Dicom;
using EventDicom.Support;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.DicomWeb;

/// <summary>WADO-URI: one instance by the arguments of a query.</summary>
[Collection(nameof(OneServer))]
public sealed class AskingByWadoUri(SharedServer server) : IAsyncLifetime
{
    private readonly int _patient = SharedServer.NewPatient();

    private SyntheticInstance Image => SyntheticInstance.Create(_patient).WithImage(4, 6);

    private string Uid => $"2.25.1000.{_patient}.1.1.1";

    public async Task InitializeAsync()
    {
        if (TestServer.MissingLocal is null) await server.UploadAsync(Image);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [LocalPostgresTheory]
    [InlineData("", "image/jpeg")]
    [InlineData("&contentType=image/jpg", "image/jpeg")]
    [InlineData("&contentType=image%2Fjpeg", "image/jpeg")]
    [InlineData("&contentType=image/png", "image/png")]
    public async Task shows_a_picture(string arguments, string type)
    {
        using var answer = await server.Http.AskAsync($"/wado?requestType=WADO&objectUID={Uid}{arguments}");
        answer.Content.Headers.ContentType!.ToString().ShouldBe(type);
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        (type == "image/png" ? PngDecoder.Decode(bytes) : JpegFile.Decode(bytes)).Width.ShouldBe(6);
    }

    [LocalPostgresFact]
    public async Task sends_the_file()
    {
        var path = $"/wado?requestType=WADO&studyUID=2.25.1000.{_patient}.1&seriesUID=2.25.1000.{_patient}.1.1&objectUID={Uid}&contentType=application/dicom";
        using var answer = await server.Http.AskAsync(path);
        answer.Content.Headers.ContentType!.ToString().ShouldBe("application/dicom");
        (await answer.Content.ReadAsByteArrayAsync()).ShouldBe(Image.ToBytes());
    }

    [LocalPostgresTheory]
    [InlineData("objectUID={0}", HttpStatusCode.NotFound, 17)]
    [InlineData("requestType=WADO", HttpStatusCode.NotFound, 17)]
    [InlineData("requestType=other&objectUID={0}", HttpStatusCode.NotFound, 17)]
    [InlineData("requestType=WADO&objectUID=1.2.3", HttpStatusCode.NotFound, 17)]
    [InlineData("requestType=WADO&objectUID={0}&studyUID=1.2.3", HttpStatusCode.NotFound, 17)]
    [InlineData("requestType=WADO&objectUID={0}&seriesUID=1.2.3", HttpStatusCode.NotFound, 17)]
    [InlineData("requestType=WADO&objectUID={0}&contentType=text/html", HttpStatusCode.BadRequest, 8)]
    public async Task refuses_what_makes_no_sense(string query, HttpStatusCode status, int error)
    {
        var refusal = await SharedServer.RefusalAsync(server.Http.AskAsync($"/wado?{query.Replace("{0}", Uid, StringComparison.Ordinal)}"));
        (refusal.Status, refusal.Error).ShouldBe((status, error));
    }

    [LocalPostgresFact]
    public async Task says_that_a_damaged_picture_is_the_servers_trouble()
    {
        await server.UploadAsync(SyntheticInstance.Create(_patient, 2).WithEncapsulatedImage(SyntheticInstance.JPEGProcess1, 2, 2, [1, 2]));
        (await SharedServer.RefusalAsync(server.Http.AskAsync($"/wado?requestType=WADO&objectUID=2.25.1000.{_patient}.2.1.1"))).Status
            .ShouldBe(HttpStatusCode.InternalServerError);
    }
}
