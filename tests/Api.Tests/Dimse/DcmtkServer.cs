using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using EventDicom.Api.Tests.Configuration;
using EventDicom.Support;

namespace EventDicom.Api.Tests.Dimse;

/// <summary>A server of dcmtk as a process of its own, on a free loopback port and with a temporary folder.</summary>
internal sealed class DcmtkServer : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder _folder;
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _said = new();

    private DcmtkServer(TemporaryFolder folder, int port, string tool, IReadOnlyList<string> arguments)
    {
        (_folder, Port) = (folder, port);
        var start = new ProcessStartInfo(tool) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => _said.Enqueue(line.Data ?? "");
        _process.ErrorDataReceived += (_, line) => _said.Enqueue(line.Data ?? "");
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Port { get; }

    public string Said => string.Join('\n', _said);

    /// <summary>Its files, but for those that are its own.</summary>
    public IReadOnlyList<string> Files => [.. Directory.EnumerateFiles(Received).Where(file => Path.GetFileName(file) is not "index.dat")];

    private string Received => Path.Combine(_folder.Path, "data");

    /// <summary>How often somebody has opened an association that went on to a message.</summary>
    public int Count(string line) => _said.Count(said => said.Contains(line, StringComparison.Ordinal));

    /// <summary>Stores what it gets, byte by byte.</summary>
    public static Task<DcmtkServer> StoreAsync(params IReadOnlyList<string> options) => StartAsync(
        "storescp", (folder, port) => ["-v", "+B", .. options, "-od", Path.Combine(folder, "data"), Text(port)]);

    /// <summary>Stores, finds, and sends what it has: to whoever is named here, too.</summary>
    /// <param name="known">Title and port of whom it may send to.</param>
    public static Task<DcmtkServer> ArchiveAsync(params IReadOnlyList<(string Aet, int Port)> known) => StartAsync(
        "dcmqrscp", (folder, port) =>
        {
            var configuration = Path.Combine(folder, "dcmqrscp.cfg");
            File.WriteAllLines(configuration,
            [
                $"NetworkTCPPort = {port}", "MaxPDUSize = 16384", "MaxAssociations = 16", "HostTable BEGIN",
                .. known.Select((one, index) => $"host{index} = ({one.Aet}, localhost, {one.Port})"),
                "HostTable END", "VendorTable BEGIN", "VendorTable END", "AETable BEGIN",
                $"ARCHIVE {Path.Combine(folder, "data")} RW (200, 1024mb) ANY", "AETable END",
            ]);
            return ["-v", "-c", configuration];
        });

    /// <summary>Answers from a worklist.</summary>
    /// <param name="worklists">Files.</param>
    public static Task<DcmtkServer> WorklistAsync(params IReadOnlyList<byte[]> worklists) => StartAsync(
        "wlmscpfs", (folder, port) =>
        {
            var files = Directory.CreateDirectory(Path.Combine(folder, "data", "WORKLIST")).FullName;
            File.WriteAllText(Path.Combine(files, "lockfile"), "");
            foreach (var (number, file) in worklists.Index()) File.WriteAllBytes(Path.Combine(files, $"{number}.wl"), file);
            return ["-v", "-dfp", Path.Combine(folder, "data"), Text(port)];
        });

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Dispose();
    }

    private static async Task<DcmtkServer> StartAsync(string tool, Func<string, int, IReadOnlyList<string>> arguments)
    {
        var folder = new TemporaryFolder();
        Directory.CreateDirectory(Path.Combine(folder.Path, "data"));
        var port = FreePort.Next();
        var server = new DcmtkServer(folder, port, tool, arguments(folder.Path, port));
        var clock = Stopwatch.StartNew();
        while (!await AnswersAsync(port))
        {
            if (server._process.HasExited || clock.Elapsed > s_patience)
            {
                await server.DisposeAsync();
                throw new InvalidOperationException($"{tool} does not listen: {server.Said}");
            }
            await Task.Delay(20);
        }
        return server;
    }

    private static async Task<bool> AnswersAsync(int port)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}
