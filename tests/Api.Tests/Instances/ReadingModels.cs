using System.Text.Json;
using System.Xml.Linq;
using EventDicom.Dicom;
using EventDicom.Support;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.Instances;

/// <summary><c>/instances/{id}/file</c> as a data set in JSON or XML, by what the request accepts.</summary>
[Collection(nameof(OneServer))]
public sealed class ReadingModels(SharedServer server) : IAsyncLifetime
{
    private readonly SyntheticInstance _instance = SyntheticInstance.Create(SharedServer.NewPatient())
        .With(DicomTag.TextValue, "UT", new string('x', 50_000)).WithBytes(DicomTag.PixelData, "OB", new byte[100_000]);

    private string _id = "";

    public async Task InitializeAsync()
    {
        if (TestServer.MissingLocal is null) _id = (await server.UploadAsync(_instance)).Text("ID")!;
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [LocalPostgresFact]
    public async Task shows_the_data_set_in_JSON()
    {
        var (type, body) = await FileAsync("application/dicom+json");

        type.ShouldBe("application/dicom+json");
        using var json = JsonDocument.Parse(body);
        json.RootElement.GetProperty("00080060").GetProperty("Value")[0].GetString().ShouldBe("OT");
        json.RootElement.GetProperty("0040A160").GetProperty("Value")[0].GetString()!.Length.ShouldBe(50_000);
        json.RootElement.GetProperty("7FE00010").GetProperty("InlineBinary").GetBytesFromBase64().Length.ShouldBe(100_000);
    }

    [LocalPostgresFact]
    public async Task shows_the_data_set_in_XML()
    {
        var (type, body) = await FileAsync("application/dicom+xml");

        type.ShouldBe("application/dicom+xml");
        var xml = XElement.Load(new MemoryStream(body));
        xml.Name.LocalName.ShouldBe("NativeDicomModel");
        xml.Elements().Single(attribute => (string?)attribute.Attribute("keyword") == "Modality").Value.ShouldBe("OT");
    }

    [LocalPostgresTheory]
    [InlineData("*/*")]
    [InlineData("application/dicom")]
    [InlineData("application/dicom+json, */*")]
    [InlineData("application/dicom+json; charset=utf-8")]
    [InlineData("text/html")]
    public async Task sends_the_file_for_all_else(string accept)
    {
        var (type, body) = await FileAsync(accept);
        type.ShouldBe("application/dicom");
        body.ShouldBe(_instance.ToBytes());
    }

    private async Task<(string? Type, byte[] Body)> FileAsync(string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/instances/{_id}/file");
        request.Headers.TryAddWithoutValidation("Accept", accept).ShouldBeTrue();
        using var answer = await server.Http.SendAsync(request);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return (answer.Content.Headers.ContentType?.ToString(), await answer.Content.ReadAsByteArrayAsync());
    }
}
