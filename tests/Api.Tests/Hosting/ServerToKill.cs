using System.Diagnostics;
using EventDicom.Api.Hosting;
using EventDicom.Api.Tests.Jobs;
using EventDicom.LocalPostgres;
using Microsoft.Extensions.Logging.Abstractions;

namespace EventDicom.Api.Tests.Hosting;

/// <summary>A server process that holds a data folder and its database, and nothing else, until it is told to stop or killed.</summary>
internal sealed class ServerToKill : IDisposable
{
    private const string Ready = "ready ";

    private readonly Process _process;

    private ServerToKill(Process process, string answer)
    {
        _process = process;
        Answer = answer;
    }

    public int Pid => _process.Id;

    public string ConnectionString => Answer[Ready.Length..];

    private string Answer { get; }

    /// <summary>What a child process runs: the data folder is its argument, "ready" and a connection string its answer.</summary>
    public static async Task<int> Main(string[] args)
    {
        if (args is [JobProcess.Word, .. var rest]) return await JobProcess.ServeAsync(rest);
        try
        {
            using var folder = DataFolderLock.Acquire(args[0]);
            await using var postgres = await EmbeddedPostgres.StartAsync(folder, NullLogger.Instance, CancellationToken.None);
            Console.WriteLine(Ready + postgres.ConnectionString);
            Console.ReadLine();
            return 0;
        }
        catch (Exception e) when (e is DataFolderInUseException or PostgresUnavailableException)
        {
            Console.WriteLine(e.Message);
            return 1;
        }
    }

    public static async Task<ServerToKill> StartAsync(string dataFolder)
    {
        var server = await TryStartAsync(dataFolder);
        server.Answer.ShouldStartWith(Ready);
        return server;
    }

    /// <summary>Starts one that is expected to refuse, and returns what it said.</summary>
    public static async Task<string> RefusalAsync(string dataFolder, params (string Name, string Value)[] environment)
    {
        using var server = await TryStartAsync(dataFolder, environment);
        await server._process.WaitForExitAsync();
        server._process.ExitCode.ShouldBe(1);
        return server.Answer;
    }

    /// <summary><c>kill -9</c> of this process alone.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async Task StopAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.ExitCode.ShouldBe(0);
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
    }

    private static async Task<ServerToKill> TryStartAsync(
        string dataFolder, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["exec", typeof(ServerToKill).Assembly.Location, dataFolder])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        var process = Process.Start(start)!;
        return new(process, await process.StandardOutput.ReadLineAsync() ?? "");
    }
}
