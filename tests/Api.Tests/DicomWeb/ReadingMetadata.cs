using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using EventDicom.Api.Tests.Blobs;
using EventDicom.Dicom;
using EventDicom.Support;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.DicomWeb;

/// <summary><c>…/metadata</c> of studies, series and instances.</summary>
[Collection(nameof(OneServer))]
public sealed class ReadingMetadata(SharedServer server) : IAsyncLifetime
{
    private readonly int _patient = SharedServer.NewPatient();

    public async Task InitializeAsync()
    {
        if (TestServer.MissingLocal is not null) return;
        foreach (var (series, instance) in ((int, int)[])[(2, 1), (1, 1), (1, 2)])
        {
            await server.UploadAsync(SyntheticInstance.Create(_patient, 1, series, instance).With(DicomTag.SpecificCharacterSet, "CS", "ISO_IR 100")
                .With(DicomTag.StudyDescription, "LO", "Étude").With(DicomTag.SliceThickness, "DS", "1,50 ").WithBytes(DicomTag.ICCProfile, "OB", [1, 2])
                .WithSequence(DicomTag.ReferencedImageSequence, SyntheticDataset.Empty).WithImage(4, 4));
        }
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [LocalPostgresTheory]
    [InlineData(null)]
    [InlineData("*/*")]
    [InlineData("application/json")]
    [InlineData("application/dicom+json; charset=utf-8")]
    [InlineData("application/dicom+json, multipart/related; type=application/octet-stream; transfer-syntax=*")]
    [InlineData("text/html, application/dicom+json;q=0.5")]
    public async Task has_one_object_for_each_instance(string? accept)
    {
        (await server.Http.ModelsAsync($"{Asking.PathOf(_patient)}/metadata", accept)).Count.ShouldBe(3);
        (await server.Http.ModelsAsync($"{Asking.PathOf(_patient, 1, 1)}/metadata", accept)).Select(model => model.Value(DicomTag.SOPInstanceUID))
            .ShouldBe([$"2.25.1000.{_patient}.1.1.1", $"2.25.1000.{_patient}.1.1.2"]);
        (await server.Http.ModelsAsync($"{Asking.PathOf(_patient, 1, 2, 1)}/metadata", accept)).Single().Value(DicomTag.SOPInstanceUID)
            .ShouldBe($"2.25.1000.{_patient}.1.2.1");
    }

    [LocalPostgresFact]
    public async Task comes_by_series()
    {
        var models = await server.Http.ModelsAsync($"{Asking.PathOf(_patient)}/metadata");
        models.Select(model => model.Value(DicomTag.SeriesNumber)).ShouldBe(["2", "1", "1"]);
    }

    [LocalPostgresFact]
    public async Task has_all_attributes_but_bytes()
    {
        var path = Asking.PathOf(_patient, 1, 1, 1);
        var model = (await server.Http.ModelsAsync($"{path}/metadata")).Single()!.AsObject();
        var root = server.Http.BaseAddress!.ToString().TrimEnd('/');

        ShouldBe("00080005", """{"vr":"CS","Value":["ISO_IR 100"]}""");
        ShouldBe("00081030", """{"vr":"LO","Value":["Étude"]}""");
        ShouldBe("00180050", """{"vr":"DS","Value":["1.50"]}""");
        ShouldBe("00200013", """{"vr":"IS","Value":[1]}""");
        ShouldBe("00280010", """{"vr":"US","Value":[4]}""");
        ShouldBe("00081140", """{"vr":"SQ","Value":[{}]}""");
        ShouldBe("00282000", $$"""{"vr":"OB","BulkDataURI":"{{root}}{{path}}/bulk/00282000"}""");
        ShouldBe("7FE00010", $$"""{"vr":"OW","BulkDataURI":"{{root}}{{path}}/bulk/7fe00010"}""");
        model.Select(member => member.Key).ShouldAllBe(key => !key.StartsWith("0002", StringComparison.Ordinal) && !key.EndsWith("0000", StringComparison.Ordinal));
        model.Select(member => member.Key).ShouldBeInOrder();

        void ShouldBe(string tag, string expected) =>
            JsonNode.DeepEquals(model[tag], JsonNode.Parse(expected)).ShouldBeTrue($"{tag}: {model[tag]?.ToJsonString()}");
    }

    [LocalPostgresTheory]
    [InlineData("multipart/related; type=application/dicom+xml")]
    [InlineData("multipart/related;type=\"application/dicom+xml\"")]
    public async Task is_had_in_XML(string accept)
    {
        var parts = await server.Http.PartsAsync($"{Asking.PathOf(_patient)}/metadata", accept);

        parts.Count.ShouldBe(3);
        parts.ShouldAllBe(part => part.ContentType == "application/dicom+xml");
        var model = XElement.Load(new MemoryStream(parts[0].Body));
        model.Name.LocalName.ShouldBe("NativeDicomModel");
        model.Elements().Single(attribute => (string?)attribute.Attribute("keyword") == "PixelData").Elements().Single().Name.LocalName.ShouldBe("BulkData");
    }

    [LocalPostgresTheory]
    [InlineData("application/dicom+xml")]
    [InlineData("multipart/related")]
    [InlineData("multipart/related; type=application/dicom")]
    [InlineData("text/html")]
    public async Task is_had_in_nothing_else(string accept)
    {
        var refusal = await SharedServer.RefusalAsync(server.Http.AskAsync($"{Asking.PathOf(_patient)}/metadata", accept));
        (refusal.Status, refusal.Error).ShouldBe((HttpStatusCode.BadRequest, 8));
        refusal.Details!.ShouldContain(Asking.Json);
    }

    [LocalPostgresTheory]
    [InlineData("/dicom-web/studies/1.2.3/metadata")]
    [InlineData("/dicom-web/studies/1.2.3/series/1/metadata")]
    [InlineData("/dicom-web/studies/1.2.3/series/1/instances/1/metadata")]
    public async Task of_what_is_not_there_is_not_found(string path)
    {
        var refusal = await SharedServer.RefusalAsync(server.Http.AskAsync(path));
        (refusal.Status, refusal.Error).ShouldBe((HttpStatusCode.NotFound, 7));
    }

    [LocalPostgresTheory]
    [InlineData("X-Forwarded-Host", "viewer.example", "X-Forwarded-Proto", "https", "https://viewer.example")]
    [InlineData("X-Forwarded-Host", "a.example:8443, b.example", "X-Forwarded-Proto", "https, http", "https://a.example:8443")]
    [InlineData("Forwarded", "for=1.2.3.4;host=viewer.example;proto=https", "X", "x", "https://viewer.example")]
    [InlineData("Forwarded", "proto=https; Host=\"viewer.example:80\"", "X", "x", "https://viewer.example:80")]
    [InlineData("X-Forwarded-Host", "viewer.example/<script>", "X-Forwarded-Proto", "https", "http://127.0.0.1")]
    [InlineData("X-Forwarded-Host", "viewer.example", "X-Forwarded-Proto", "javascript", "http://viewer.example")]
    public async Task names_addresses_as_a_proxy_has_them(string name, string value, string other, string otherValue, string expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"{Asking.PathOf(_patient, 1, 1, 1)}/metadata", UriKind.Relative));
        request.Headers.TryAddWithoutValidation(name, value);
        request.Headers.TryAddWithoutValidation(other, otherValue);
        using var answer = await server.Http.SendAsync(request);
        var model = JsonNode.Parse(await answer.Content.ReadAsStringAsync())![0]!;
        model["7FE00010"]!["BulkDataURI"]!.GetValue<string>().ShouldMatch($"^{Regex.Escape(expected)}(:[0-9]+)?/dicom-web/studies/");
    }

    [LocalPostgresFact]
    public async Task of_many_leaves_out_whose_file_is_damaged_and_of_one_says_so()
    {
        var files = Enumerable.Range(1, 3).Select(instance => SyntheticInstance.Create(_patient, 2, 1, instance).WithImage(4, 4)).ToList();
        foreach (var file in files) await server.UploadAsync(file);
        new BlobFiles(Path.Combine(server.DataFolder, "blobs"), files[1].ToBytes()).Damage("missing");

        (await server.Http.ModelsAsync($"{Asking.PathOf(_patient, 2)}/metadata")).Select(model => model.Value(DicomTag.InstanceNumber))
            .ShouldBe(["1", "3"]);
        (await SharedServer.RefusalAsync(server.Http.AskAsync($"{Asking.PathOf(_patient, 2, 1, 2)}/metadata"))).Status
            .ShouldNotBe(HttpStatusCode.OK);
    }

    [LocalPostgresFact]
    public async Task needs_no_renewing()
    {
        var study = Domain.OrthancId.OfStudy($"SYN{_patient}", $"2.25.1000.{_patient}.1").Value;
        using var renewed = await server.PostAsync($"/studies/{study}/update-dicomweb-cache", []);
        (await renewed.Content.ReadAsStringAsync()).Trim().ShouldBe("{}");
        (await SharedServer.RefusalAsync(server.PostAsync("/studies/nope/update-dicomweb-cache", []))).Status.ShouldBe(HttpStatusCode.NotFound);
    }
}
