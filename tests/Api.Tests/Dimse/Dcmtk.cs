using System.Diagnostics;
using System.Globalization;
using EventDicom.Support;

namespace EventDicom.Api.Tests.Dimse;

/// <summary>What a tool of dcmtk said, on both its outputs.</summary>
internal sealed record DcmtkRun(int ExitCode, string Said);

/// <summary>The programs of dcmtk, an implementation of DICOM that shares nothing with ours.</summary>
internal static class Dcmtk
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    public static string? Missing { get; } =
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, "echoscu"))) ? null
            : "dcmtk is not installed";

    /// <summary>Runs a tool against the server.</summary>
    /// <param name="arguments">Options; files, which are absolute paths, go behind address and port.</param>
    public static Task<DcmtkRun> CallAsync(ServerProcess server, string tool, params IReadOnlyList<string> arguments)
    {
        var files = arguments.Reverse().TakeWhile(argument => argument.StartsWith('/')).Reverse().ToList();
        var options = arguments.Take(arguments.Count - files.Count);
        return RunAsync(tool, [.. options, "127.0.0.1", server.DicomPort.ToString(CultureInfo.InvariantCulture), .. files]);
    }

    /// <summary>Runs a tool to its end.</summary>
    /// <exception cref="TimeoutException">It did not end within a minute.</exception>
    public static async Task<DcmtkRun> RunAsync(string tool, params IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(tool) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var patience = new CancellationTokenSource(s_patience);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw new TimeoutException($"{tool} {string.Join(' ', arguments)} did not end: {await output} {await errors}");
        }
        return new(process.ExitCode, await output + await errors);
    }
}
