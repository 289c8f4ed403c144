using System.Net.Http.Json;
using System.Text;
using EventDicom.Dicom;
using EventDicom.Support;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.Instances;

/// <summary>Whatever reads received and stored files, with values that stay in the file: the shared server holds none in memory.</summary>
[Collection(nameof(OneServer))]
public sealed class ReadingLargeValues(SharedServer server) : IAsyncLifetime
{
    private static readonly DicomTag s_private = new(0x0009, 0x1001);
    private static readonly string s_comments = new('c', 30_000);
    private static readonly string s_text = new('t', 20_000);
    private static readonly string s_contour = string.Join('\\', Enumerable.Repeat("1.5", 5_000));

    // With its pixels larger than what an upload or a modification holds in memory
    private readonly SyntheticInstance _instance = SyntheticInstance.Create(SharedServer.NewPatient()).WithImage(400, 400)
        .With(DicomTag.ImageComments, "LT", s_comments)
        .With(DicomTag.TextValue, "UT", s_text)
        .With(new DicomTag(0x0009, 0x0010), "LO", "UNKNOWN CREATOR")
        .WithBytes(s_private, "UN", Encoding.ASCII.GetBytes(s_text))
        .With(DicomTag.LUTData, "US", string.Join('\\', Enumerable.Range(1, 12_000)))
        .WithBytes(DicomTag.VectorGridData, "OF", new byte[20_000])
        .WithSequence(DicomTag.ROIContourSequence, SyntheticDataset.Empty.WithSequence(
            DicomTag.ContourSequence, SyntheticDataset.Empty.With(DicomTag.ContourData, "DS", s_contour)));

    private string _id = "", _series = "", _study = "", _patient = "";

    public async Task InitializeAsync()
    {
        if (TestServer.MissingLocal is not null) return;
        var uploaded = await server.UploadAsync(_instance);
        (_id, _series, _study, _patient) = (uploaded.Text("ID")!, uploaded.Text("ParentSeries")!, uploaded.Text("ParentStudy")!,
            uploaded.Text("ParentPatient")!);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [LocalPostgresFact]
    public async Task keeps_main_tags_whole() =>
        (await server.JsonAsync($"/instances/{_id}")).GetProperty("MainDicomTags").Text("ImageComments").ShouldBe(s_comments);

    [LocalPostgresFact]
    public async Task shows_them_as_too_long_or_whole()
    {
        var tags = await server.JsonAsync($"/instances/{_id}/tags");
        foreach (var tag in new[] { "0020,4000", "0040,a160", "0028,3006" }) tags.GetProperty(tag).Text("Type").ShouldBe("TooLong", tag);
        tags.GetProperty("0009,1001").Text("Type").ShouldBe("Null");

        var whole = await server.JsonAsync($"/instances/{_id}/tags?short&ignore-length=TextValue,ContourData,ImageComments");
        (whole.Text("0040,a160"), whole.Text("0020,4000")).ShouldBe((s_text, s_comments));
        whole.GetProperty("3006,0039")[0].GetProperty("3006,0040")[0].Text("3006,0050").ShouldBe(s_contour);
        (await server.JsonAsync($"/instances/{_id}?requestedTags=TextValue")).GetProperty("RequestedTags").Text("TextValue")
            .ShouldBeNull("as in /tags, what is too long has no value");
        (await server.BytesAsync($"/instances/{_id}/content/0009-1001")).Length.ShouldBe(s_text.Length);
    }

    [LocalPostgresFact]
    public async Task reads_them_on_every_route()
    {
        string[] everyLevel = [$"/instances/{_id}", $"/series/{_series}", $"/studies/{_study}", $"/patients/{_patient}"];
        string[] parents = everyLevel[1..];
        var routes = new List<string>();
        foreach (var query in new[] { "", "?short", "?simplify", "?whole", "?ignore-length=TextValue,LUTData,0009-1001,VectorGridData" })
            routes.AddRange([$"/instances/{_id}/tags{query}", $"/instances/{_id}/simplified-tags{query}"]);
        routes.AddRange(everyLevel.Select(path => $"{path}/module?ignore-length=ImageComments"));
        routes.AddRange(everyLevel.Select(path => $"{path}?requestedTags=TextValue;LUTData;0009-1001;VectorGridData"));
        routes.AddRange(
            parents.SelectMany(path => new[] { "shared-tags", "instances-tags?short", "instances-tags?ignore-length=TextValue", "archive",
                "media", "media?extended" }.Select(end => $"{path}/{end}")));
        routes.AddRange(new[] { "header", "content", "content/TextValue", "content/7fe0-0010/0", "frames", "frames/0/raw", "preview",
            "image-uint16", "matlab", "numpy", "file" }.Select(end => $"/instances/{_id}/{end}"));
        routes.AddRange([$"/studies/{_study}/module-patient", $"/series/{_series}/ordered-slices", $"/series/{_series}/numpy",
            $"/instances/{_id}/file?transcode=1.2.840.10008.1.2.5"]);

        foreach (var route in routes)
        {
            using var answer = await server.GetAsync(route);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, route);
            (await answer.Content.ReadAsByteArrayAsync()).ShouldNotBeEmpty(route);
        }
    }

    [LocalPostgresTheory]
    [InlineData("modify", """{"Replace":{"StudyDescription":"New"}}""")]
    [InlineData("modify", """{"Transcode":"1.2.840.10008.1.2.5"}""")]
    [InlineData("anonymize", """{"Keep":["ImageComments","TextValue"]}""")]
    public async Task makes_others_of_them(string how, string request)
    {
        foreach (var path in new[] { $"/instances/{_id}", $"/series/{_series}", $"/studies/{_study}" })
        {
            using var answer = await server.PostAsync($"{path}/{how}", Encoding.UTF8.GetBytes(request), "application/json");
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, path);
            if (path.StartsWith("/instances", StringComparison.Ordinal)) continue;

            var result = (await answer.Content.ReadFromJsonAsync<System.Text.Json.JsonElement>()).Text("Path");
            (await server.JsonAsync($"{result}/instances"))[0].GetProperty("MainDicomTags").Text("ImageComments").ShouldBe(s_comments);
        }
    }

    [LocalPostgresFact]
    public async Task moves_them_and_lets_others_join_them()
    {
        var split = await ContentAsync($"/studies/{_study}/split", $$"""{"Series":["{{_series}}"],"KeepSource":true}""");
        await ContentAsync($"/studies/{_study}/merge", $$"""{"Resources":["{{split.Text("TargetStudy")}}"],"KeepSource":true}""");
        await ContentAsync("/tools/create-dicom", $$$"""{"Parent":"{{{_series}}}","Tags":{"ImageComments":"{{{s_comments}}}"}}""");
    }

    private async Task<System.Text.Json.JsonElement> ContentAsync(string path, string request)
    {
        using var answer = await server.PostAsync(path, Encoding.UTF8.GetBytes(request), "application/json");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, $"{path}: {await answer.Content.ReadAsStringAsync()}");
        return await answer.Content.ReadFromJsonAsync<System.Text.Json.JsonElement>();
    }
}
