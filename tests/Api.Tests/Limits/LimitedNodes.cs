using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using EventDicom.Api.Tests.Jobs;
using EventDicom.Domain;
using EventDicom.Support;
using EventDicom.Support.Postgres;
using Npgsql;

namespace EventDicom.Api.Tests.Limits;

/// <summary>Two nodes of one archive that may hold four patients, and one megabyte.</summary>
public sealed class LimitedNodes : IAsyncLifetime
{
    private readonly PostgresFixture _postgres = new();
    private readonly List<JobServer> _nodes = [];

    public async Task InitializeAsync()
    {
        if (TestServer.Missing is not null) return;
        await _postgres.InitializeAsync();
        for (var node = 0; node < 2; node++)
            _nodes.Add(await JobServer.StartAsync(_postgres.ConnectionString, shared: true,
                options: "\"MaximumPatientCount\": 4, \"MaximumStorageSize\": 1, \"StableAge\": 3600,"));
    }

    public async Task DisposeAsync()
    {
        foreach (var node in _nodes) await node.DisposeAsync();
        await _postgres.DisposeAsync();
    }

    public HttpClient Http(int node = 0) => _nodes[node % 2].Http;

    /// <summary>Deletes everybody, the protected ones too.</summary>
    public async Task ClearAsync()
    {
        foreach (var patient in await Http().GetFromJsonAsync<string[]>(new Uri("/patients", UriKind.Relative)) ?? [])
            using (await Http().DeleteAsync(new Uri($"/patients/{patient}", UriKind.Relative))) { }
    }

    public static string Id(int patient) => OrthancId.OfPatient($"SYN{patient}").Value;

    /// <returns>Orthanc's error; 0 where it is stored.</returns>
    public async Task<int> UploadAsync(int patient, int instance = 1, int bytes = 100, int node = 0)
    {
        using var answer = await Http(node).PostAsync(
            new Uri("/instances", UriKind.Relative),
            new ByteArrayContent(SyntheticInstance.Create(patient, instance: instance).WithPixelData(bytes).ToBytes()));
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        answer.StatusCode.ShouldBeOneOf(HttpStatusCode.OK, HttpStatusCode.InsufficientStorage);
        return answer.StatusCode == HttpStatusCode.OK ? 0 : body.GetProperty("OrthancStatus").GetInt32();
    }

    public async Task ProtectAsync(int patient)
    {
        using var answer = await Http(1).PutAsync(new Uri($"/patients/{Id(patient)}/protected", UriKind.Relative),
            new StringContent("1", Encoding.ASCII));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    public async Task ShouldHoldAsync(params int[] patients)
    {
        for (var node = 0; node < 2; node++)
            (await Http(node).GetFromJsonAsync<string[]>(new Uri("/patients", UriKind.Relative)))
                .ShouldBe(patients.Select(Id), ignoreOrder: true);
    }

    /// <summary>The first column of the first row.</summary>
    public async Task<T> AskAsync<T>(string sql)
    {
        await using var database = NpgsqlDataSource.Create(_postgres.ConnectionString);
        await using var command = database.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }
}
