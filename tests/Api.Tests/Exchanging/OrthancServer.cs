using System.Diagnostics;
using System.Net.Sockets;
using System.Text.Json;
using EventDicom.Api.Tests.Configuration;
using EventDicom.Support;

namespace EventDicom.Api.Tests.Exchanging;

/// <summary>
/// A real Orthanc as a process of its own, with a configuration of its own, on free ports: Debian's package, as it is installed or as
/// <c>./test</c> has put it beside the builds.
/// </summary>
internal sealed class OrthancServer : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private static readonly string? s_program = ((string[])
    [
        .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append("/usr/sbin")
            .Select(folder => Path.Combine(folder, "Orthanc")),
        Path.Combine(SourceFolder.Root, "artifacts", "orthanc", "usr", "sbin", "Orthanc"),
    ]).FirstOrDefault(File.Exists);

    private readonly TemporaryFolder _folder = new();
    private readonly Process _process;
    private readonly Task<string> _output, _errors;

    private OrthancServer(string aet, IReadOnlyDictionary<string, object> options)
    {
        (var http, DicomPort) = (FreePort(), FreePort());
        Http = TestClient.To($"http://127.0.0.1:{http}", s_patience);
        // It has no option for the address to listen on: who is not here is refused.
        var configuration = new Dictionary<string, object>(options)
        {
            ["Name"] = "The real one", ["HttpPort"] = http, ["RemoteAccessAllowed"] = false, ["AuthenticationEnabled"] = false,
            ["DicomAet"] = aet, [nameof(DicomPort)] = DicomPort, ["DicomCheckModalityHost"] = true, ["DicomAlwaysAllowEcho"] = false,
            ["DicomAlwaysAllowStore"] = false, ["StorageDirectory"] = _folder.Path, ["IndexDirectory"] = _folder.Path,
            ["Plugins"] = Array.Empty<string>(), ["HttpTimeout"] = 30, ["DicomScuTimeout"] = 30,
        };
        var start = new ProcessStartInfo(s_program!, [_folder.Write("orthanc.json", JsonSerializer.Serialize(configuration))])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = _folder.Path,
            Environment = { ["LC_ALL"] = "C.UTF-8" },
        };
        _process = Process.Start(start)!;
        (_output, _errors) = (_process.StandardOutput.ReadToEndAsync(), _process.StandardError.ReadToEndAsync());
    }

    /// <summary>Why there is none; <c>null</c> where there is.</summary>
    public static string? Missing { get; } = s_program is null ? "Orthanc is not installed" : null;

    public HttpClient Http { get; }

    public int DicomPort { get; }

    /// <param name="options">Beside those that every one of them has.</param>
    public static async Task<OrthancServer> StartAsync(string aet, IReadOnlyDictionary<string, object> options)
    {
        var server = new OrthancServer(aet, options);
        var clock = Stopwatch.StartNew();
        while (!await server.AnswersAsync())
        {
            if (server._process.HasExited || clock.Elapsed > s_patience)
            {
                if (!server._process.HasExited) server._process.Kill();
                var said = await server._output + await server._errors;
                await server.DisposeAsync();
                throw new InvalidOperationException($"Orthanc did not start: {said}");
            }
            await Task.Delay(20);
        }
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Http.Dispose();
        _folder.Dispose();
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var answer = await Http.GetAsync(new Uri("/system", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (Exception nobody) when (nobody is HttpRequestException or SocketException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
