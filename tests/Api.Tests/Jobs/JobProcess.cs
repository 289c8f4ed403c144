using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using EventDicom.Api.Configuration;
using EventDicom.Api.Hosting;
using EventDicom.Domain.Jobs;
using EventDicom.Domain.Jobs.Controlling;
using EventDicom.Domain.Jobs.Running;
using EventDicom.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventDicom.Api.Tests.Jobs;

/// <summary>A server in a process of its own that can run <see cref="StoringKind"/>, to be killed.</summary>
internal sealed class JobProcess : IDisposable
{
    /// <summary>The first argument that makes the test assembly be such a server.</summary>
    public const string Word = "jobs";

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;

    private JobProcess(Process process, int port, string job)
    {
        (_process, Job) = (process, job);
        Http = TestClient.To($"http://127.0.0.1:{port}", s_patience);
    }

    public HttpClient Http { get; }

    /// <summary>The job that it submitted.</summary>
    public string Job { get; }

    /// <summary>Data folder, configuration file, instances of a job to submit (0 for none).</summary>
    public static async Task<int> ServeAsync(string[] args)
    {
        var configuration = OrthancConfiguration.Load([args[1]], new Dictionary<string, string>(), new());
        using var folder = DataFolderLock.Acquire(args[0]);
        await using var postgres = configuration.EventDicom.ConnectionString.Length == 0
            ? await EmbeddedPostgres.StartAsync(folder, NullLogger.Instance, CancellationToken.None)
            : null;
        await using var app = EventDicomServer.Build(
            configuration, postgres?.ConnectionString ?? configuration.EventDicom.ConnectionString, args[0], CommandLine.Parse([]),
            writesCode: false,
            services => services.AddSingleton<IJobKind, StoringKind>());
        await app.StartAsync();
        var instances = int.Parse(args[2], CultureInfo.InvariantCulture);
        var job = instances > 0 ? await app.Services.GetRequiredService<JobSubmission>().SubmitAsync(StoringKind.New(instances)) : "none";
        Console.WriteLine($"ready {job}");
        await app.WaitForShutdownAsync();
        return 0;
    }

    /// <param name="connectionString">Empty for a database of its own in the data folder.</param>
    public static async Task<JobProcess> StartAsync(string dataFolder, string connectionString = "", int submits = 0)
    {
        var port = FreePort.Next();
        Directory.CreateDirectory(dataFolder);
        var file = Path.Combine(Path.GetDirectoryName(dataFolder)!, $"{Guid.NewGuid():N}.json");
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["HttpPort"] = port,
            ["HttpBindAddresses"] = new[] { "127.0.0.1" },
            ["DicomServerEnabled"] = false,
            ["AuthenticationEnabled"] = false,
            ["OverwriteInstances"] = true,
            ["EventDicom"] = new Dictionary<string,
                string> { ["ConnectionString"] = connectionString,
                    ["BlobFolder"] = Path.Combine(Path.GetDirectoryName(dataFolder)!, "blobs") },
        }));
        var process = Process.Start(new ProcessStartInfo(
            Environment.ProcessPath!, ["exec", typeof(JobProcess).Assembly.Location, Word, dataFolder, file,
                submits.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true,
        })!;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (!line.StartsWith("ready ", StringComparison.Ordinal)) continue;
            _ = process.StandardOutput.ReadToEndAsync();
            return new(process, port, line["ready ".Length..]);
        }
        throw new InvalidOperationException("The server ended");
    }

    public Task<JsonElement> JobAsync(string id) => Http.GetFromJsonAsync<JsonElement>(new Uri($"/jobs/{id}", UriKind.Relative));

    /// <summary>The job once it has succeeded.</summary>
    public async Task<JsonElement> UntilDoneAsync(string id)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var job = await JobAsync(id);
            if (job.Text("State") == "Success") return job;
            if (clock.Elapsed > s_patience) throw new TimeoutException($"The job does not go on: {job}");
            await Task.Delay(50);
        }
    }

    public async Task<JsonElement> JsonAsync(string path) => JsonElement.Parse(await Http.GetStringAsync(new Uri(path, UriKind.Relative)));

    /// <summary><c>kill -9</c>.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        Http.Dispose();
    }
}
