using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using EventDicom.Support.Postgres;

namespace EventDicom.Support;

/// <summary>
/// The built server as a process of its own, on a temporary data folder with its own PostgreSQL and on free loopback ports, to be killed
/// and started again. The test project must reference the server's, which puts EventDicom.dll beside the tests.
/// </summary>
public sealed class ServerProcess : IAsyncDisposable
{
    private const int LinesKept = 200;
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan s_pollInterval = TimeSpan.FromMilliseconds(25);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eventdicom-server-");
    private readonly ConcurrentQueue<string> _output = new();
    private readonly bool _hasDatabase;
    private Process? _process;
    private int? _openFiles;

    private ServerProcess(IReadOnlyDictionary<string, object> options)
    {
        var http = FreePort.Next();
        Http = TestClient.To($"http://127.0.0.1:{http}", s_patience);
        var configuration = JsonSerializer.SerializeToNode(options)!.AsObject();
        configuration["HttpPort"] = http;
        configuration["HttpBindAddresses"] = new JsonArray("127.0.0.1");
        // On a busy machine a client may need longer than Orthanc's one second to use a connection that it has.
        if (!configuration.ContainsKey("KeepAliveTimeout")) configuration["KeepAliveTimeout"] = 30;
        if (configuration.ContainsKey("DicomServerEnabled"))
        {
            configuration[nameof(DicomPort)] = DicomPort = FreePort.Next();
            if (configuration["EventDicom"] is not JsonObject ours) configuration["EventDicom"] = ours = [];
            ours["DicomBindAddresses"] = new JsonArray("127.0.0.1");
        }
        else
        {
            configuration["DicomServerEnabled"] = false;
        }
        _hasDatabase = configuration["EventDicom"]?["ConnectionString"] is not null;
        File.WriteAllText(ConfigurationFile, configuration.ToJsonString());
    }

    /// <summary>A client of the server's REST API. It stays good across restarts.</summary>
    public HttpClient Http { get; }

    /// <summary>Where the DICOM server listens, if the options have it do so.</summary>
    public int DicomPort { get; }

    /// <summary>Everything that the server remembers is below this folder.</summary>
    public string DataFolder => Path.Combine(_folder.FullName, "data");

    /// <summary>The server's process id, whether it still runs or not.</summary>
    public int Pid => Running.Id;

    /// <summary>The configuration that it was started with.</summary>
    public string ConfigurationFile => Path.Combine(_folder.FullName, "config.json");

    private Process Running => _process ?? throw new InvalidOperationException("The server has not been started");

    /// <summary>Chooses folder, ports and configuration, and starts nothing yet.</summary>
    /// <param name="options">Options of the configuration file beside the ports.</param>
    public static ServerProcess Prepare(params IReadOnlyList<(string Name, object Value)> options) =>
        new(options.ToDictionary(option => option.Name, option => option.Value));

    /// <summary>Starts a server with an empty archive and waits until it answers. Unless it was given a database, an empty one lies in its
    /// data folder.</summary>
    /// <param name="options">Options of the configuration file beside the ports.</param>
    public static Task<ServerProcess> StartAsync(params IReadOnlyList<(string Name, object Value)> options) =>
        StartAsync(openFiles: null, options);

    /// <summary>The same on a data folder that is not there yet, as the first start of all is: the server makes its database.</summary>
    /// <inheritdoc cref="StartAsync(IReadOnlyList{ValueTuple{string, object}})"/>
    public static Task<ServerProcess> StartFromNothingAsync(params IReadOnlyList<(string Name, object Value)> options) =>
        StartAsync(Prepare(options), withCluster: false);

    /// <param name="openFiles">Descriptors that the server may have; <c>null</c> for as many as the tests.</param>
    /// <inheritdoc cref="StartAsync(IReadOnlyList{ValueTuple{string, object}})"/>
    public static async Task<ServerProcess> StartAsync(int? openFiles, params IReadOnlyList<(string Name, object Value)> options)
    {
        var server = Prepare(options);
        server._openFiles = openFiles;
        return await StartAsync(server, withCluster: !server._hasDatabase);
    }

    private static async Task<ServerProcess> StartAsync(ServerProcess server, bool withCluster)
    {
        try
        {
            if (withCluster)
            {
                Directory.CreateDirectory(server.DataFolder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
                await TemplateCluster.CopyAsync(Path.Combine(server.DataFolder, "postgres"));
            }
            await server.StartAgainAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the server on the same folder and ports, after a kill or a stop, and waits until it answers.</summary>
    public async Task StartAgainAsync()
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } dotnet && Path.GetFileNameWithoutExtension(dotnet) == "dotnet"
            ? dotnet : "dotnet")
        {
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "EventDicom.dll"), ConfigurationFile },
            WorkingDirectory = _folder.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["EVENTDICOM_DATA"] = DataFolder },
        };
        if (_openFiles is { } limit)
        {
            // The shell becomes the server.
            foreach (var argument in (string[])[start.FileName, $"ulimit -n {limit}; exec \"$0\" \"$@\"", "-c"])
                start.ArgumentList.Insert(0, argument);
            start.FileName = "sh";
        }
        _process?.Dispose();
        _process = Process.Start(start) ?? throw new InvalidOperationException("The server could not be started");
        _process.OutputDataReceived += (_, line) => Remember(line.Data);
        _process.ErrorDataReceived += (_, line) => Remember(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await UntilReadyAsync();
    }

    /// <summary>Waits until the server says that it is ready and answers a request.</summary>
    /// <exception cref="InvalidOperationException">It ended, or took over two minutes. The message holds its last output.</exception>
    public async Task UntilReadyAsync()
    {
        var clock = Stopwatch.StartNew();
        while (!await AnswersAsync("/health/ready") || !await AnswersAsync("/system"))
        {
            if (Running.HasExited) throw new InvalidOperationException($"The server ended with {Running.ExitCode}.\n{LastWords()}");
            if (clock.Elapsed > s_patience)
                throw new InvalidOperationException($"The server is not ready after {s_patience}.\n{LastWords()}");
            await Task.Delay(s_pollInterval);
        }
    }

    /// <summary><c>kill -9</c> of the server alone. Its database goes on.</summary>
    public async Task KillAsync()
    {
        Running.Kill();
        await Running.WaitForExitAsync();
    }

    /// <summary><c>kill -9</c> of PostgreSQL's postmaster and all its processes. The server goes on.</summary>
    public Task KillPostgresAsync() => PostgresProcesses.KillBelowAsync(DataFolder);

    /// <summary>Waits until the server has started its database anew and is ready. Readiness alone may be answered from before the kill; a
    /// new postmaster cannot.</summary>
    /// <param name="killed">Process id of the postmaster that was killed.</param>
    public async Task UntilReadyWithAnotherPostmasterAsync(int? killed)
    {
        using var patience = new CancellationTokenSource(s_patience);
        while (PostgresProcesses.PostmasterBelow(DataFolder) is var pid && (pid is null || pid == killed))
            await Task.Delay(s_pollInterval, patience.Token);
        await UntilReadyAsync();
    }

    /// <summary>Asks the server to stop (SIGTERM) and waits until it has, its database with it.</summary>
    public async Task StopAsync()
    {
        using var terminate = Process.Start("kill", ["-TERM", Pid.ToString(CultureInfo.InvariantCulture)]);
        await terminate.WaitForExitAsync();
        using var timeout = new CancellationTokenSource(s_patience);
        await Running.WaitForExitAsync(timeout.Token);
    }

    /// <summary>Waits until the server, having been told to, ends by itself; answers its exit code.</summary>
    public async Task<int> EndAsync()
    {
        using var timeout = new CancellationTokenSource(s_patience);
        await Running.WaitForExitAsync(timeout.Token);
        return Running.ExitCode;
    }

    /// <summary>What the server wrote last on its console.</summary>
    public string LastWords() => string.Join('\n', _output);

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false }) await KillAsync();
        await KillPostgresAsync();
        _process?.Dispose();
        Http.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task<bool> AnswersAsync(string path)
    {
        try
        {
            using var answer = await Http.GetAsync(new Uri(path, UriKind.Relative));
            return answer.StatusCode == HttpStatusCode.OK;
        }
        // .NET lets the bare SocketException through when a connection ends while it is being opened.
        catch (Exception e) when (e is HttpRequestException or SocketException)
        {
            return false;
        }
    }

    private void Remember(string? line)
    {
        if (line is null) return;
        _output.Enqueue(line);
        if (_output.Count > LinesKept) _output.TryDequeue(out _);
    }
}
