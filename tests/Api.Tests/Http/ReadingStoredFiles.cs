using System.Text;
using System.Text.Json;
using EventDicom.Api.Tests.Jobs;
using EventDicom.Dicom;
using EventDicom.Support;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.Http;

/// <summary>
/// Walks every registered route that concerns resources, on a server that holds no value of a file in memory: whoever reads one must do so
/// while the file is open. Which routes those are is found out by taking the files away. A new route fails here until it is said how to ask
/// for it.
/// </summary>
public sealed class ReadingStoredFiles : IAsyncLifetime
{
    private static readonly string[] s_levels = ["patients", "studies", "series", "instances"];

    // What cannot be answered by 200, whatever is asked.
    // Always, or without anybody to call.
    private static readonly string[] s_refused =
        ["POST /tools/execute-script", "POST /instances/{id}/export", "POST /tools/dicom-echo"];

    private readonly PostgresFixture _postgres = new();
    private readonly Dictionary<string, string> _ids = [];
    private JobServer _server = null!;
    private string _document = "", _other = "";

    public async Task InitializeAsync()
    {
        if (TestServer.Missing is not null) return;
        await _postgres.InitializeAsync();
        _server = await JobServer.StartAsync(_postgres.ConnectionString, options: "\"JobsHistorySize\": 1000,",
            ours: "\"LargestValueInMemory\": 0,");
        var text = new string('t', 20_000);
        var large = SyntheticInstance.Create(1).WithImage(400, 400)
            .With(DicomTag.ImageComments, "LT", text).With(DicomTag.TextValue, "UT", text)
            .With(DicomTag.LUTData, "US", string.Join('\\', Enumerable.Range(1, 12_000)))
            .WithSequence(DicomTag.ROIContourSequence,
                SyntheticDataset.Empty.With(DicomTag.ContourData, "DS", string.Join('\\', Enumerable.Repeat("1.5", 5_000))));
        var stored = await _server.UploadAsync(large);
        (_ids["patients"], _ids["studies"], _ids["series"], _ids["instances"]) =
            (stored.Text("ParentPatient")!, stored.Text("ParentStudy")!, stored.Text("ParentSeries")!, stored.Text("ID")!);
        _other = (await _server.UploadAsync(SyntheticInstance.Create(1, study: 2).With(DicomTag.TextValue, "UT", text)))
            .Text("ParentStudy")!;
        _document = (await _server.UploadAsync(SyntheticInstance.Create(2).With(DicomTag.SOPClassUID, "UI", "1.2.840.10008.5.1.4.1.1.104.1")
            .WithBytes(DicomTag.EncapsulatedDocument, "OB", new byte[20_000])
            .With(DicomTag.MIMETypeOfEncapsulatedDocument, "LO", "application/pdf"))).Text("ID")!;
        foreach (var (level, id) in _ids)
        {
            using var labelled = await _server.Http.PutAsync(new Uri($"/{level}/{id}/labels/seen", UriKind.Relative),
                new StringContent(""));
            labelled.EnsureSuccessStatusCode();
        }
    }

    public async Task DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
        await _postgres.DisposeAsync();
    }

    [PostgresFact]
    public async Task works_on_every_route_that_opens_one()
    {
        var routes = RegisteredRoute.Of(_server).Where(route =>
            route.Method is "GET" or "POST" && !route.EndsTheServer && route.Segments is [var first, ..]
            && (first == "tools" || s_levels.Contains(first))).ToList();
        var wrong = new List<string>();
        foreach (var route in routes)
            if (await SendAsync(route) is (not (>= 200 and < 300), var text) and var (status, _) && !s_refused.Contains(route.ToString()))
                wrong.Add($"{route}: {status} {text}");
        wrong.ShouldBeEmpty();

        foreach (var file in Directory.EnumerateFiles(_server.BlobFolder, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetFileName(file).Length == 64)) File.Delete(file);
        var readers = new List<string>();
        foreach (var route in routes.Where(route => !s_refused.Contains(route.ToString())))
            if (await SendAsync(route) is (not (>= 200 and < 300), _)) readers.Add(route.ToString());

        readers.Count.ShouldBeGreaterThan(60, string.Join('\n', readers));
        foreach (var reader in (string[])["GET /instances/{id}/tags", "GET /studies/{id}", "GET /series/{id}/numpy",
            "POST /patients/{id}/anonymize", "GET /tools/create-media", "GET /instances/{id}/pdf"])
            readers.ShouldContain(reader);
    }

    // The status, or 0 where the answer broke off, and what an error says.
    private async Task<(int Status, string Text)> SendAsync(RegisteredRoute route)
    {
        using var request = new HttpRequestMessage(new(route.Method), new Uri(PathOf(route), UriKind.Relative)) { Content = BodyOf(route) };
        try
        {
            using var answer = await _server.Http.SendAsync(request);
            var bytes = await answer.Content.ReadAsByteArrayAsync();
            return ((int)answer.StatusCode, answer.IsSuccessStatusCode ? "" : Encoding.UTF8.GetString(bytes));
        }
        catch (HttpRequestException)
        {
            return (0, "");
        }
    }

    private string PathOf(RegisteredRoute route)
    {
        var path = route.Path((first, name) => name switch
        {
            "id" => route.Segments[^1] == "pdf" ? _document : _ids[first],
            "frame" => "0",
            "label" => "seen",
            "path" => "TextValue",
            "operation" => "data",
            "name" when route.Segments.Contains("attachments") => "dicom",
            "name" when route.Segments.Contains("metadata") => first == "instances" ? "Origin" : "LastUpdate",
            _ => throw new NotSupportedException($"{route}: say what {name} is to be"),
        });
        // What is above the instances has no attachment.
        if (route.Segments.Contains("{name}") && route.Segments.Contains("attachments"))
            path = path.Replace($"/{route.Segments[0]}/{_ids[route.Segments[0]]}", $"/instances/{_ids["instances"]}",
                StringComparison.Ordinal);
        return path + route.Segments switch
        {
            ["tools", "create-archive" or "create-media" or "create-media-extended"] when route.Method == "GET" =>
                $"?resources={_ids["studies"]}",
            ["tools", "generate-uid"] => "?level=study",
            ["instances", "{id}", "tags" or "simplified-tags"] => "?ignore-length=TextValue,LUTData",
            [_] or [_, "{id}"] or [_, "{id}", "patient" or "studies" or "study" or "series" or "instances"] when route.Method == "GET"
            && route.Segments[0] != "tools" => "?expand&requestedTags=TextValue;LUTData",
            _ => "",
        };
    }

    private ByteArrayContent? BodyOf(RegisteredRoute route)
    {
        if (route.Method != "POST") return null;
        if (route.Segments is ["instances"])
            return new(SyntheticInstance.Create(3).With(DicomTag.TextValue, "UT", new('t', 20_000)).ToBytes());
        object body = route.Segments switch
        {
            ["patients", _, "modify"] => new { Replace = new { PatientID = "Another" }, Force = true },
            [_, _, "modify"] => new { Replace = new { SeriesDescription = "Another" } },
            [_, _, "split"] => new { Series = new[] { _ids["series"] }, KeepSource = true },
            [_, _, "merge"] => new { Resources = new[] { _other }, KeepSource = true },
            ["tools", "bulk-delete"] => new { Resources = new[] { "none" } },
            ["tools", "bulk-modify"] => new { Resources = new[] { _ids["series"] }, Replace = new { SeriesDescription = "Another" } },
            ["tools", "bulk-anonymize" or "bulk-content" or "create-archive" or "create-media" or "create-media-extended"] =>
                new { Resources = new[] { _ids["studies"] } },
            ["tools", "create-dicom"] =>
                new { Parent = _other, Tags = new { SeriesDescription = "Another", SOPClassUID = SyntheticInstance.SecondaryCapture } },
            ["tools", "find"] => new { Level = "Study", Query = new { }, RequestedTags = new[] { "TextValue" }, Expand = true },
            ["tools", "count-resources"] => new { Level = "Study", Query = new { } },
            _ => new { },
        };
        return new(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(body)));
    }
}
