using System.Text.Json;
using System.Text.Json.Nodes;
using EventDicom.Api.Tests.Images;
using EventDicom.Dicom;
using EventDicom.Support;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.Tools;

[Collection(nameof(OneServer))]
public sealed class CreatingDicom(SharedServer server)
{
    private const string Instance = "f626545a-744a4961-4a6e0ca3-91894ba5-2952ec4e";
    private const string Series = "1fdc1b29-dc484bad-fc55d50e-214228e6-3b2e6eb8";
    private const string Study = "36f2ee2e-6a7f5e9d-7266c2e6-7b7f0f69-254ea2de";
    private const string Patient = "81ff70ac-d7398145-a292c85b-a2126624-11fe1060";

    private readonly string _patient = $"NEW{SharedServer.NewPatient()}";

    [LocalPostgresFact]
    public async Task reproduces_the_golden_instance()
    {
        var answer = await server.CreateDicomAsync(Golden());
        Same(answer,
            $$"""{"ID": "{{Instance}}", "ParentPatient": "{{Patient}}", "ParentSeries": "{{Series}}", "ParentStudy": "{{Study}}", "Path": "/instances/{{Instance}}", "Status": "Success"}""");

        Same(
            await server.JsonAsync($"/instances/{Instance}"),
            $$"""
            {"ID": "{{Instance}}", "IndexInSeries": 1, "MainDicomTags": {"InstanceCreationDate": "20200102", "InstanceCreationTime": "030405", "InstanceNumber": "1", "SOPInstanceUID": "1.2.3.3"},
             "ParentSeries": "{{Series}}", "Type": "Instance"}
            """);
        Same(
            await server.JsonAsync($"/series/{Series}"),
            $$"""
            {"ExpectedNumberOfInstances": null, "ID": "{{Series}}", "Instances": ["{{Instance}}"],
             "MainDicomTags": {"Modality": "OT", "SeriesDate": "20200102", "SeriesInstanceUID": "1.2.3.2", "SeriesTime": "030405"}, "ParentStudy": "{{Study}}", "Status": "Unknown", "Type": "Series"}
            """);
        Same(
            await server.JsonAsync($"/studies/{Study}"),
            $$"""
            {"ID": "{{Study}}", "MainDicomTags": {"AccessionNumber": "", "StudyDate": "20200102", "StudyDescription": "Étude", "StudyInstanceUID": "1.2.3.1", "StudyTime": "030405"},
             "ParentPatient": "{{Patient}}", "PatientMainDicomTags": {"PatientID": "GOLD", "PatientName": "Gold^Test"}, "Series": ["{{Series}}"], "Type": "Study"}
            """);
        Same(
            await server.JsonAsync($"/patients/{Patient}"),
            $$"""{"ID": "{{Patient}}", "IsProtected": false, "MainDicomTags": {"PatientID": "GOLD", "PatientName": "Gold^Test"}, "Studies": ["{{Study}}"], "Type": "Patient"}""");
        await TagsAndBytesAsync();

        var metadata = await server.JsonAsync($"/instances/{Instance}/metadata?expand");
        metadata.Text("Origin").ShouldBe("RestApi");
        metadata.Text("TransferSyntax").ShouldBe("1.2.840.10008.1.2.1");
        metadata.Text("SopClassUid").ShouldBe("1.2.840.10008.5.1.4.1.1.7");
        metadata.Text("IndexInSeries").ShouldBe("1");
        (await server.CreateDicomAsync(Golden())).Text("Status").ShouldBe("AlreadyStored");
    }

    [LocalPostgresFact]
    public async Task makes_a_series_that_is_complete()
    {
        var answer = await server.CreateDicomAsync(
            new { Tags = new { PatientID = _patient, Modality = "OT" }, Content = new[] { SyntheticPicture.Png, SyntheticPicture.Png } });
        answer.Names().ShouldBe(["ID", "Path", "Status"]);
        answer.Text("Path").ShouldBe($"/series/{answer.Text("ID")}");

        var series = await server.JsonAsync(answer.Text("Path")!);
        series.Text("Status").ShouldBe("Complete");
        series.GetProperty("ExpectedNumberOfInstances").GetInt32().ShouldBe(2);
    }

    [LocalPostgresFact]
    public async Task joins_a_study_that_is_there()
    {
        var first = await server.CreateDicomAsync(new { Tags = new { PatientID = _patient, PatientName = "Parent" } });
        var joined = await server.CreateDicomAsync(new { Tags = new { Modality = "CT" }, Parent = first.Text("ParentStudy") });

        joined.Text("ParentStudy").ShouldBe(first.Text("ParentStudy"));
        joined.Text("ParentSeries").ShouldNotBe(first.Text("ParentSeries"));
        (await server.JsonAsync($"/instances/{joined.Text("ID")}/simplified-tags")).Text("PatientName").ShouldBe("Parent");

        (await RefusalAsync(new { Tags = new { PatientName = "Other" }, Parent = first.Text("ParentStudy") }))
            .ShouldBe((HttpStatusCode.BadRequest, 2020));
        (await RefusalAsync(new { Tags = new { Modality = "CT" }, Parent = "nope" })).ShouldBe((HttpStatusCode.BadRequest, 2024));
        (await RefusalAsync(new { Tags = new { Modality = "CT" }, Parent = first.Text("ID") })).ShouldBe((HttpStatusCode.BadRequest, 2025));
    }

    [LocalPostgresFact]
    public async Task refuses_and_leaves_no_trace()
    {
        var (status, error, _) = await SharedServer.RefusalAsync(server.PostAsync("/tools/create-dicom", "hello"u8.ToArray()));
        (status, error).ShouldBe((HttpStatusCode.BadRequest, 15));
        (status, error, _) = await SharedServer.RefusalAsync(server.PostAsync("/tools/create-dicom", "[]"u8.ToArray()));
        (status, error).ShouldBe((HttpStatusCode.BadRequest, 15));
        (await RefusalAsync(new { Tags = new { Nope = "a" } })).ShouldBe((HttpStatusCode.InternalServerError, 27));
        (await RefusalAsync(new { Tags = new { PatientID = _patient },
            Content = new object[] { SyntheticPicture.Png, "data:image/png;base64,AAAA" } }))
            .ShouldBe((HttpStatusCode.BadRequest, 15));
        (await SharedServer.RefusalAsync(server.GetAsync($"/patients/{Domain.OrthancId.OfPatient(_patient)}")))
            .Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [LocalPostgresFact]
    public async Task is_the_only_way_in_for_a_picture()
    {
        var (status, error, _) = await SharedServer.RefusalAsync(
            server.PostAsync("/instances", [0xFF, 0xD8, 0xFF, 0xE0, 0, 16], "image/jpeg"));
        (status, error).ShouldBe((HttpStatusCode.BadRequest, 15));
    }

    [LocalPostgresTheory]
    [InlineData(1, "MONOCHROME2")]
    [InlineData(3, "YBR_FULL_422")]
    public async Task keeps_a_JPEG_as_the_only_fragment(int channels, string photometric)
    {
        var jpeg = Jpeg(channels);
        var answer = await server.CreateDicomAsync(new { Tags = new { PatientID = _patient }, Content = jpeg, Encapsulate = true });

        var instance = answer.Text("Path");
        (await server.TextAsync($"{instance}/metadata/TransferSyntax")).ShouldBe("1.2.840.10008.1.2.4.50");
        (await server.JsonAsync($"{instance}/content/7fe0,0010")).Texts().ShouldBe(["0", "1"]);
        (await server.BytesAsync($"{instance}/content/7fe0,0010/0")).ShouldBeEmpty();
        var bytes = Convert.FromBase64String(jpeg[(jpeg.IndexOf(',', StringComparison.Ordinal) + 1)..]);
        (await server.BytesAsync($"{instance}/content/7fe0,0010/1")).ShouldBe(bytes.Length % 2 == 0 ? bytes : [.. bytes, 0]);
        var tags = await server.JsonAsync($"{instance}/simplified-tags");
        (tags.Text("PhotometricInterpretation"), tags.Text("SamplesPerPixel"), tags.Text("BitsAllocated"))
            .ShouldBe((photometric, $"{channels}", "8"));
        tags.TryGetProperty("PlanarConfiguration", out var planar).ShouldBe(channels == 3);
        if (channels == 3) planar.GetString().ShouldBe("0");
        (await server.BytesAsync($"{instance}/preview")).ShouldNotBeEmpty();
    }

    [LocalPostgresFact]
    public async Task encapsulates_nothing_but_one_JPEG()
    {
        foreach (var content in (object[])[SyntheticPicture.Png, "data:application/pdf;base64,JVBERi0xLjQ=", new[] { Jpeg(1) },
            new[] { Jpeg(1), Jpeg(1) }])
            (await RefusalAsync(new { Tags = new { PatientID = _patient }, Content = content, Encapsulate = true }))
                .ShouldBe((HttpStatusCode.InternalServerError, 2));
        (await RefusalAsync(new { Tags = new { PatientID = _patient }, Content = "data:image/jpeg;base64,AAAA", Encapsulate = true }))
            .ShouldBe((HttpStatusCode.BadRequest, 15));
        (await SharedServer.RefusalAsync(server.GetAsync($"/patients/{Domain.OrthancId.OfPatient(_patient)}")))
            .Status.ShouldBe(HttpStatusCode.NotFound);
    }

    private static string Jpeg(int channels)
    {
        using var file = new MemoryStream();
        JpegFile.Encode(new(8, 8, channels == 3 ? DicomBitmapFormat.Rgb24 : DicomBitmapFormat.Gray8, new byte[8 * 8 * channels]), 90, file);
        return "data:image/jpeg;base64," + Convert.ToBase64String(file.ToArray());
    }

    [LocalPostgresFact]
    public async Task stands_beside_the_conformance_statement()
    {
        using var answer = await server.GetAsync("/tools/dicom-conformance");
        answer.Content.Headers.ContentType!.ToString().ShouldBe("text/plain");
        (await answer.Content.ReadAsStringAsync()).ShouldContain("onformance");
    }

    private async Task TagsAndBytesAsync()
    {
        var instance = $"/instances/{Instance}";
        var tags = await server.JsonAsync($"{instance}/tags?short");
        string.Join(' ', tags.Names()).ShouldBe(
            "0008,0005 0008,0012 0008,0013 0008,0016 0008,0018 0008,0020 0008,0021 0008,0022 0008,0023 0008,0030 0008,0031 0008,0032 "
            + "0008,0033 0008,0050 0008,0060 0008,1030 "
            + "0008,1110 0009,0010 0010,0010 0010,0020 0010,4000 0020,000d 0020,000e 0020,0013 0028,0002 0028,0004 0028,0010 0028,0011 "
            + "0028,0100 0028,0101 0028,0102 0028,0103 "
            + "0028,1050 0028,1051 7fe0,0010");
        tags.Text("0008,0005").ShouldBe("ISO_IR 100");
        tags.Text("0008,1030").ShouldBe("Étude");
        tags.Text("0009,0010").ShouldBe("GOLDCREATOR");
        tags.Text("0028,1050").ShouldBe("100");
        tags.GetProperty("7fe0,0010").ValueKind.ShouldBe(JsonValueKind.Null);

        (await server.BytesAsync($"{instance}/content/ReferencedStudySequence/0/0008-1155")).ShouldBe("1.2.3.1\0"u8.ToArray());
        (await server.BytesAsync($"{instance}/content/PatientName")).ShouldBe("Gold^Test "u8.ToArray());
        (await server.BytesAsync($"{instance}/content/StudyDescription")).ShouldBe([0xC9, 0x74, 0x75, 0x64, 0x65, 0x20]);
        (await server.BytesAsync($"{instance}/content/Rows")).ShouldBe([2, 0]);
        (await server.BytesAsync($"{instance}/content/7fe0-0010/0")).ShouldBe([0, 50, 100, 150, 200, 10, 20, 30]);
        (await server.JsonAsync($"{instance}/header?simplify")).Text("TransferSyntaxUID").ShouldBe("1.2.840.10008.1.2.1");
        (await server.SamplesAsync($"{instance}/preview")).ShouldBe("004080bfff0d1a26");
    }

    private async Task<(HttpStatusCode Status, int? Error)> RefusalAsync(object body)
    {
        var (status, error, _) = await SharedServer.RefusalAsync(
            server.PostAsync("/tools/create-dicom", JsonSerializer.SerializeToUtf8Bytes(body), "application/json"));
        return (status, error);
    }

    // What differs from run to run, and from server to server, is no part of the comparison.
    private static void Same(JsonElement answer, string expected)
    {
        var stable = JsonNode.Parse(answer.GetRawText())!.AsObject();
        foreach (var varying in new[] { "FileSize", "FileUuid", "LastUpdate", "IsStable", "Labels" }) stable.Remove(varying);
        JsonNode.DeepEquals(stable, JsonNode.Parse(expected)).ShouldBeTrue($"{stable}\nis not\n{expected}");
    }

    private static Dictionary<string, object> Golden() => new()
    {
        ["Tags"] = new Dictionary<string, object>
        {
            ["PatientID"] = "GOLD", ["PatientName"] = "Gold^Test",
            ["StudyInstanceUID"] = "1.2.3.1", ["SeriesInstanceUID"] = "1.2.3.2", ["SOPInstanceUID"] = "1.2.3.3",
            ["SOPClassUID"] = "1.2.840.10008.5.1.4.1.1.7",
            ["Modality"] = "OT", ["StudyDate"] = "20200102", ["StudyTime"] = "030405", ["SeriesDate"] = "20200102",
            ["SeriesTime"] = "030405",
            ["AcquisitionDate"] = "20200102", ["AcquisitionTime"] = "030405", ["ContentDate"] = "20200102", ["ContentTime"] = "030405",
            ["InstanceCreationDate"] = "20200102", ["InstanceCreationTime"] = "030405", ["InstanceNumber"] = "1",
            ["StudyDescription"] = "Étude", ["AccessionNumber"] = "", ["WindowCenter"] = "100", ["WindowWidth"] = "100",
            ["ReferencedStudySequence"] = new[]
            {
                new Dictionary<string, object> { ["ReferencedSOPClassUID"] = "1.2.840.10008.3.1.2.3.1",
                    ["ReferencedSOPInstanceUID"] = "1.2.3.1" },
            },
            ["PatientComments"] = new string('x', 257), ["0009,0010"] = "GOLDCREATOR",
        },
        ["Content"] = SyntheticPicture.Png,
        ["Force"] = true,
    };
}
