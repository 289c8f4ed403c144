using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using EventDicom.Dicom;
using EventDicom.Support;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests;

/// <summary>Tests that share one server; each uses patients of its own.</summary>
[CollectionDefinition(nameof(OneServer))]
public sealed class OneServer : ICollectionFixture<SharedServer>;

/// <summary>A server that runs as long as the tests that share it, spoken to over HTTP.</summary>
public class SharedServer : IAsyncLifetime
{
    private static int s_patients = 1000;

    private ServerProcess? _server;

    public HttpClient Http => _server!.Http;

    public string DataFolder => _server!.DataFolder;

    public ServerProcess Process => _server!;

    protected virtual IReadOnlyList<(string Name, object Value)> Options =>
    [
        ("OverwriteInstances", false),
        ("StableAge", 1),
        // Whatever reads a file after it was closed is found at once, by whichever test has it read.
        ("EventDicom", new Dictionary<string, int> { ["LargestValueInMemory"] = 0 }),
        ("Worklists", new Dictionary<string, object> { ["Enable"] = true, ["SaveInOrthancDatabase"] = true, ["HousekeepingInterval"] = 1 }),
        ("DicomModalities", new Dictionary<string, object[]> { ["configured"] = ["CT", "10.0.0.1", 104] }),
        ("OrthancPeers", new Dictionary<string, object[]> { ["configured"] = ["http://10.0.0.2", "alice", "secret"] }),
        ("DicomWeb", new Dictionary<string, object>
        {
            ["Servers"] = new Dictionary<string, object[]> { ["configured"] = ["http://10.0.0.3/dicom-web", "alice", "secret"] },
        }),
    ];

    public async Task InitializeAsync()
    {
        if (TestServer.MissingLocal is null) _server = await ServerProcess.StartFromNothingAsync(Options);
    }

    public async Task DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
    }

    /// <summary>A number that no other test's patient has.</summary>
    public static int NewPatient() => Interlocked.Increment(ref s_patients);

    public async Task<JsonElement> UploadAsync(SyntheticInstance instance)
    {
        using var answer = await PostAsync("/instances", instance.ToBytes());
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    public Task<HttpResponseMessage> PostAsync(string path, byte[] body, string contentType = "application/dicom")
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        return Http.PostAsync(new Uri(path, UriKind.Relative), content);
    }

    public Task<HttpResponseMessage> PutAsync(string path, string body) =>
        Http.PutAsync(new Uri(path, UriKind.Relative), new StringContent(body));

    public Task<HttpResponseMessage> GetAsync(string path) => Http.GetAsync(new Uri(path, UriKind.Relative));

    public Task<HttpResponseMessage> DeleteAsync(string path) => Http.DeleteAsync(new Uri(path, UriKind.Relative));

    public async Task<JsonElement> JsonAsync(string path)
    {
        using var answer = await GetAsync(path);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, path);
        answer.Content.Headers.ContentType!.ToString().ShouldBe("application/json; charset=utf-8");
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    public Task<string> TextAsync(string path) => Http.GetStringAsync(new Uri(path, UriKind.Relative));

    public Task<byte[]> BytesAsync(string path) => Http.GetByteArrayAsync(new Uri(path, UriKind.Relative));

    /// <summary>Identifiers that a search at a level finds.</summary>
    public async Task<IReadOnlyList<string>> FindAsync(string level, params IReadOnlyList<(string Tag, string Value)> query)
    {
        var body = JsonSerializer.Serialize(new { Level = level, Query = query.ToDictionary(entry => entry.Tag, entry => entry.Value) });
        using var answer = await PostAsync("/tools/find", System.Text.Encoding.UTF8.GetBytes(body), "application/json");
        return (await answer.Content.ReadFromJsonAsync<string[]>())!;
    }

    /// <summary>Waits until something holds, for half a minute at most.</summary>
    public static async Task UntilAsync(Func<bool> holds)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        while (!holds())
        {
            clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(30));
            await Task.Delay(20);
        }
    }

    /// <summary>Status, Orthanc's error number and details of a refusal; no number where the body is empty.</summary>
    public static async Task<(HttpStatusCode Status, int? Error, string? Details)> RefusalAsync(Task<HttpResponseMessage> request)
    {
        using var answer = await request;
        var body = await answer.Content.ReadAsStringAsync();
        if (body.Length == 0) return (answer.StatusCode, null, null);
        using var json = JsonDocument.Parse(body);
        return (
            answer.StatusCode,
            json.RootElement.GetProperty("OrthancStatus").GetInt32(),
            json.RootElement.TryGetProperty("Details", out var details) ? details.GetString() : null);
    }
}
