using System.Globalization;
using EventDicom.Api.Configuration;
using EventDicom.Projections.Rebuilding;
using JasperFx;

namespace EventDicom.Api;

/// <summary>What the program can be told to do instead of serving: its first argument.</summary>
internal static class ServerCommand
{
    public const string Rebuild = "rebuild";
    public const string GenerateCode = "codegen";

    // Those of Marten's and Wolverine's own command line that make sense here.
    private static readonly string[] s_toolWords = [GenerateCode, "db-apply", "db-assert", "db-dump", "db-list", "db-patch", "describe", "help"];

    /// <returns>The command, <c>null</c> to serve, and the arguments after it.</returns>
    public static (string? Command, string[] Arguments) Split(string[] args) =>
        args is [var word, .. var rest] && (word == Rebuild || s_toolWords.Contains(word)) ? (word, rest) : (null, args);

    public static async Task<int> RunAsync(string? command, string[] rest, WebApplication app)
    {
        switch (command)
        {
            case null:
                await app.RunAsync();
                return 0;
            case Rebuild:
                return await RebuildAsync(app);
            default:
                return await app.RunJasperFxCommands([command, .. rest]);
        }
    }

    public static int DumpDefaults(string file)
    {
        using var output = file == "-" ? Console.OpenStandardOutput() : File.Create(file);
        ConfigurationDump.WriteDefaults(output);
        return 0;
    }

    private static async Task<int> RebuildAsync(WebApplication app)
    {
        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, e) =>
        {
            e.Cancel = true;
            stop.Cancel();
        };
        var rebuild = app.Services.GetRequiredService<ViewRebuild>();
        var done = await rebuild.RunAsync(new Progress<RebuildProgress>(progress => Console.WriteLine(Describe(progress))), stop.Token);
        Console.WriteLine($"Rebuilt: {Describe(done)}");
        return 0;
    }

    private static string Describe(RebuildProgress progress) => string.Create(
        CultureInfo.InvariantCulture,
        $"{progress.Done} of {progress.Total} events in {progress.Elapsed.TotalSeconds:0.0} s, {progress.Done / Math.Max(progress.Elapsed.TotalSeconds, 0.001):0} events/s");
}
