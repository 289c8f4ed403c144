using System.Diagnostics;

namespace EventDicom.Support;

/// <summary>What the program did that was run to its end.</summary>
/// <param name="Output">Of standard output, without the last line break.</param>
/// <param name="Errors">Of standard error, likewise.</param>
public sealed record ProgramRun(int ExitCode, string Output, string Errors)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);

    /// <summary>Runs the built program with arguments, as a process of its own.</summary>
    /// <exception cref="TimeoutException">It did not end.</exception>
    public static Task<ProgramRun> OfAsync(string dataFolder, params string[] arguments) => OfAsync(dataFolder, [], arguments);

    /// <inheritdoc cref="OfAsync(string, string[])"/>
    public static async Task<ProgramRun> OfAsync(string dataFolder, IEnumerable<(string Name, string Value)> environment,
        params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } dotnet && Path.GetFileNameWithoutExtension(dotnet) == "dotnet"
            ? dotnet : "dotnet")
        {
            WorkingDirectory = Path.GetTempPath(),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["EVENTDICOM_DATA"] = dataFolder },
        };
        foreach (var argument in (string[])[Path.Combine(AppContext.BaseDirectory, "EventDicom.dll"), .. arguments])
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment) start.Environment[name] = value;

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        using var patience = new CancellationTokenSource(s_patience);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{string.Join(' ', arguments)} did not end: {await output} {await errors}");
        }
        return new(process.ExitCode, (await output).TrimEnd('\n'), (await errors).TrimEnd('\n'));
    }
}
