using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using EventDicom.Api.Configuration;
using EventDicom.Api.Jobs;
using EventDicom.Api.Tests.Configuration;
using EventDicom.Domain;
using EventDicom.Domain.Jobs.Controlling;
using EventDicom.Domain.Jobs.Running;
using EventDicom.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EventDicom.Api.Tests.Jobs;

/// <summary>A whole server in this process, on a database that it may share, with a kind of job for tests.</summary>
internal sealed class JobServer : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_pollInterval = TimeSpan.FromMilliseconds(20);

    private readonly TemporaryFolder _folder = new();
    private readonly WebApplication _app;

    private JobServer(string connectionString, bool shared, string options, string ours, ScriptedKind kind, TimeProvider time,
        ILoggerProvider? log, Action<IServiceCollection>? also, string worklists)
    {
        var port = FreePort.Next();
        var configuration = Configured.With(
            $$"""
            { "HttpPort": {{port}}, "HttpBindAddresses": ["127.0.0.1"], "DicomServerEnabled": false, "AuthenticationEnabled": false, {{options}}
              "KeepAliveTimeout": 30, "Worklists": { "Enable": true, "SaveInOrthancDatabase": true{{worklists}} },
              "EventDicom": { {{ours}} "ConnectionString": "{{(shared ? connectionString.Replace("\\", "\\\\", StringComparison.Ordinal) : "")}}" } }
            """);
        Kind = kind;
        _app = EventDicomServer.Build(
            configuration, connectionString, _folder.Path, CommandLine.Parse([]), writesCode: false, services =>
            {
                services.AddSingleton<IJobKind>(kind).AddSingleton(time);
                if (log is not null) services.AddSingleton(log);
                also?.Invoke(services);
            });
        Http = TestClient.To($"http://127.0.0.1:{port}", s_patience, followsRedirects: false);
    }

    public HttpClient Http { get; }

    public ScriptedKind Kind { get; }

    public IServiceProvider Services => _app.Services;

    public string BlobFolder => Path.Combine(_folder.Path, "blobs");

    /// <param name="shared">Whether other servers may use the database.</param>
    /// <param name="log">Gets what is logged.</param>
    /// <param name="options">Members of the configuration, each followed by a comma.</param>
    /// <param name="ours">Members of the section EventDicom, in the same way.</param>
    /// <param name="worklists">Members of the section Worklists, each behind a comma.</param>
    /// <param name="also">Adds services, e.g. a middleware.</param>
    /// <param name="time">The clock of the node, for one that is wrong.</param>
    public static async Task<JobServer> StartAsync(
        string connectionString, bool shared = false, string options = "", ScriptedKind? kind = null, TimeProvider? time = null,
        ILoggerProvider? log = null,
        string ours = "", Action<IServiceCollection>? also = null, string worklists = "")
    {
        var server = new JobServer(
            connectionString, shared, options, ours, kind ?? new(), time ?? TimeProvider.System, log, also, worklists);
        await server._app.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _folder.Dispose();
    }

    public Task<string> SubmitAsync(ScriptedKind.Script script, int instances = 1, int priority = 0, bool permissive = false) =>
        _app.Services.GetRequiredService<JobSubmission>()
        .SubmitAsync(New(script, instances) with { Priority = priority, Permissive = permissive });

    public static NewJob New(ScriptedKind.Script script, int instances) => new(
        "Scripted", JsonSerializer.SerializeToElement(script),
        [.. Enumerable.Range(0, instances).Select(number => new OrthancId($"i{number}"))],
        new() { ["IsAnonymization"] = false }, new(OriginKind.RestApi, "alice", "10.1.2.3", CorrelationId: "request"));

    public JobAnswer Answers => _app.Services.GetRequiredService<JobAnswer>();

    public Task<JsonElement> JobAsync(string id) => Http.GetFromJsonAsync<JsonElement>(new Uri($"/jobs/{id}", UriKind.Relative));

    public Task<HttpResponseMessage> AskAsync(string path, string body) =>
        Http.PostAsync(new Uri(path, UriKind.Relative), new StringContent(body, Encoding.UTF8, "application/json"));

    public async Task<JsonElement> AnswerAsync(string path, string body)
    {
        using var answer = await AskAsync(path, body);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    public async Task<JsonElement> UploadAsync(SyntheticInstance instance)
    {
        using var answer = await Http.PostAsync(new Uri("/instances", UriKind.Relative), new ByteArrayContent(instance.ToBytes()));
        return await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>Jobs that hold all of two places until they are let through.</summary>
    public async Task<string[]> FillPlacesAsync()
    {
        string[] jobs = [await SubmitAsync(new(Gate: true)), await SubmitAsync(new(Gate: true))];
        foreach (var job in jobs) await UntilAsync(job, "Running");
        return jobs;
    }

    public async Task<HttpStatusCode> ControlAsync(string id, string action)
    {
        using var answer = await Http.PostAsync(new Uri($"/jobs/{id}/{action}", UriKind.Relative), null);
        (await answer.Content.ReadAsStringAsync()).Trim().ShouldBe(answer.StatusCode == HttpStatusCode.OK ? "{}" : "");
        return answer.StatusCode;
    }

    /// <summary>The job once it is in this state; fails when it does not get there.</summary>
    public async Task<JsonElement> UntilAsync(string id, string state)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        while (true)
        {
            var job = await JobAsync(id);
            if (job.Text("State") == state) return job;
            if (clock.Elapsed > s_patience) throw new TimeoutException($"The job did not become {state}: {job}");
            await Task.Delay(s_pollInterval);
        }
    }

    /// <summary>Waits until something is so.</summary>
    public static async Task UntilAsync(Func<bool> so)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        while (!so())
        {
            if (clock.Elapsed > s_patience) throw new TimeoutException();
            await Task.Delay(s_pollInterval);
        }
    }
}
