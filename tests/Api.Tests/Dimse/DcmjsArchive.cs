using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text.Json;
using EventDicom.Support;

namespace EventDicom.Api.Tests.Dimse;

/// <summary>The npm package dcmjs-dimse, an implementation of DICOM that shares nothing with ours or dcmtk, in both roles.</summary>
internal static class Dcmjs
{
    public const string Package = "dcmjs-dimse";

    private static readonly string s_script = Path.Combine(AppContext.BaseDirectory, "Dimse", "dcmjs-dimse.cjs");

    /// <summary>Asks a server once.</summary>
    /// <returns>Statuses, answers and instances that came.</returns>
    public static async Task<JsonElement> AskAsync(int port, string calling, object wanted)
    {
        using var node = Start("ask", Text(port), calling, "ARCHIVE", JsonSerializer.Serialize(wanted));
        var errors = node.StandardError.ReadToEndAsync();
        var output = await node.StandardOutput.ReadToEndAsync();
        await node.WaitForExitAsync();
        node.ExitCode.ShouldBe(0, await errors);
        return JsonElement.Parse(output);
    }

    internal static Process Start(params IReadOnlyList<string> arguments) =>
        Process.Start(new ProcessStartInfo("node", [s_script, NpmFactAttribute.FolderOf(Package), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;

    internal static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}

/// <summary>An archive in memory, as a process of its own.</summary>
internal sealed class DcmjsArchive : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly Process _node;
    private readonly ConcurrentQueue<string> _lines = new();

    private DcmjsArchive(int port, int back)
    {
        Port = port;
        _node = Dcmjs.Start("serve", Dcmjs.Text(port), Dcmjs.Text(back));
        _node.OutputDataReceived += (_, line) => _lines.Enqueue(line.Data ?? "");
        _node.ErrorDataReceived += (_, line) => _lines.Enqueue(line.Data ?? "");
        _node.BeginOutputReadLine();
        _node.BeginErrorReadLine();
    }

    public int Port { get; }

    /// <param name="back">The port of the server that it calls back.</param>
    public static async Task<DcmjsArchive> StartAsync(int back)
    {
        var port = FreePort.Next();
        var archive = new DcmjsArchive(port, back);
        await archive.SaidAsync("listening");
        await SharedServer.UntilAsync(() =>
        {
            using var client = new TcpClient();
            return Record.Exception(() => client.Connect(IPAddress.Loopback, port)) is null;
        });
        return archive;
    }

    /// <summary>Waits until something has happened so often.</summary>
    public async Task<IReadOnlyList<JsonElement>> SaidAsync(string what, int count = 1)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            JsonElement[] said =
            [
                .. _lines.Where(line => line.StartsWith('{')).Select(line => JsonElement.Parse(line))
                    .Where(line => line.GetProperty("what").GetString() == what),
            ];
            if (said.Length >= count) return said;
            if (clock.Elapsed > s_patience) throw new TimeoutException($"No {what}: {string.Join('\n', _lines)}");
            await Task.Delay(20);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _node.Kill();
        await _node.WaitForExitAsync();
        _node.Dispose();
    }
}
