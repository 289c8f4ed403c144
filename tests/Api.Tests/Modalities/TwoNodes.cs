using System.Text.Json;
using EventDicom.Support;
using EventDicom.Support.Postgres;

namespace EventDicom.Api.Tests.Modalities;

/// <summary>Two servers on one database, which remember modalities, peers and DICOMweb servers in it.</summary>
public sealed class TwoNodes : IAsyncLifetime
{
    private readonly PostgresFixture _postgres = new();
    private readonly string _blobs = Path.Combine(Path.GetTempPath(), $"eventdicom-{Guid.NewGuid():n}");
    private ServerProcess? _first, _second;

    public ServerProcess First => _first!;

    public ServerProcess Second => _second!;

    public string ConnectionString => _postgres.ConnectionString;

    public async Task InitializeAsync()
    {
        if (TestServer.MissingLocal is not null) return;
        await _postgres.InitializeAsync();
        _first = await StartAsync();
        _second = await StartAsync();
    }

    public async Task DisposeAsync()
    {
        if (_second is not null) await _second.DisposeAsync();
        if (_first is not null) await _first.DisposeAsync();
        await _postgres.DisposeAsync();
        if (Directory.Exists(_blobs)) Directory.Delete(_blobs, recursive: true);
    }

    public static async Task PutAsync(ServerProcess node, string path, string body) =>
        (await node.Http.PutAsync(new Uri(path, UriKind.Relative), new StringContent(body))).EnsureSuccessStatusCode().Dispose();

    public static async Task DeleteAsync(ServerProcess node, string path) =>
        (await node.Http.DeleteAsync(new Uri(path, UriKind.Relative))).EnsureSuccessStatusCode().Dispose();

    public static async Task PostAsync(ServerProcess node, string path) =>
        (await node.Http.PostAsync(new Uri(path, UriKind.Relative), null)).EnsureSuccessStatusCode().Dispose();

    public static Task<string> TextAsync(ServerProcess node, string path) => node.Http.GetStringAsync(new Uri(path, UriKind.Relative));

    public static async Task<JsonElement> JsonAsync(ServerProcess node, string path) => JsonElement.Parse(await TextAsync(node, path));

    private Task<ServerProcess> StartAsync() => ServerProcess.StartAsync(
        ("EventDicom", new Dictionary<string, string> { ["ConnectionString"] = ConnectionString, ["BlobFolder"] = _blobs }),
        ("DicomModalitiesInDatabase", true),
        ("OrthancPeersInDatabase", true),
        ("DicomWeb", new Dictionary<string, object> { ["ServersInDatabase"] = true }),
        ("DicomModalities", new Dictionary<string, object[]> { ["configured"] = ["CT", "10.0.0.1", 104] }));
}
