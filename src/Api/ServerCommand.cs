using System.Globalization;
using EventDicom.Api.Backups;
using EventDicom.Api.Configuration;
using EventDicom.Api.Hosting;
using EventDicom.Projections.Views;
using JasperFx;

namespace EventDicom.Api;

/// <summary>What the program can be told to do: its first argument, or to serve where that is none of these words.</summary>
internal static class ServerCommand
{
    private const string GenerateCode = "codegen";

    /// <returns>The exit status of the process.</returns>
    public static async Task<int> RunAsync(string[] args, ILogger logger)
    {
        if (args.Any(argument => argument is "--help" or "-h" or "-?") || args is ["help", ..])
        {
            Console.WriteLine(Usage.Text);
            return 0;
        }
        if (args.Any(argument => argument is "--version" or "-v"))
        {
            Console.WriteLine(Usage.Version);
            return 0;
        }

        using var stop = new CancellationTokenSource();
        switch (args)
        {
            case ["rebuild", .. var rest]:
                return await RebuildAsync(Configure(rest, logger), logger, Interruptible(stop));
            case ["adopt", .. var rest]:
                return await AdoptAsync(Configure(rest, logger), logger, Interruptible(stop));
            case ["backup", var target, .. var rest]:
                return await BackupCommands.BackupAsync(target, Configure(rest, logger), logger, Interruptible(stop));
            case ["restore", var source, .. var rest]:
                return await BackupCommands.RestoreAsync(source, Configure(rest, logger), logger, Interruptible(stop));
            case ["db-dump", var file, .. var rest]:
                return await SchemaCommands.DumpAsync(file, Configure(rest, logger), Interruptible(stop));
            case ["db-apply", .. var rest]:
                return await SchemaCommands.ApplyAsync(Configure(rest, logger), logger, Interruptible(stop));
            case ["db-assert", .. var rest]:
                return await SchemaCommands.AssertAsync(Configure(rest, logger), logger, Interruptible(stop));
            case ["backup" or "restore" or "db-dump"]:
                throw new UsageException($"{args[0]} wants a {(args[0] == "db-dump" ? "file" : "folder")}; --help tells more");
            case [GenerateCode, ..]:
                return await GenerateCodeAsync(args, logger);
            default:
                var commandLine = CommandLine.Parse(args);
                if (commandLine.DumpTo is { } dump) return DumpDefaults(dump);
                return await Serving.RunAsync(commandLine, logger);
        }
    }

    /// <summary>Reads the configuration, and says what there is to say about it.</summary>
    public static OrthancConfiguration Configure(CommandLine commandLine, ILogger logger)
    {
        var report = new ConfigurationReport();
        var configuration = OrthancConfiguration.Load(commandLine.ConfigurationPaths, ProcessEnvironment.Variables(), report);
        foreach (var warning in report.Warnings) Log.ConfigurationWarning(logger, warning);
        foreach (var option in commandLine.Unknown) Log.OptionIgnored(logger, option);
        foreach (var option in commandLine.Verbose ? report.Ignored : []) Log.OptionIgnored(logger, option);
        return configuration;
    }

    private static OrthancConfiguration Configure(string[] arguments, ILogger logger) => Configure(CommandLine.Parse(arguments), logger);

    private static int DumpDefaults(string file)
    {
        using var output = file == "-" ? Console.OpenStandardOutput() : File.Create(file);
        ConfigurationDump.WriteDefaults(output);
        return 0;
    }

    private static async Task<int> RebuildAsync(OrthancConfiguration configuration, ILogger logger, CancellationToken ct)
    {
        DatabaseAccess access;
        try
        {
            access = await DatabaseAccess.AloneAsync(configuration.EventDicom, mayCreate: false, logger, ct);
        }
        catch (DataFolderInUseException)
        {
            return await RunningServer.RebuildAsync(configuration);
        }

        await using var held = access;
        await using var archive = new ArchiveTools(configuration, access.ConnectionString);
        await archive.ApplySchemaAsync(ct);
        var done = await archive.Rebuild.RunAsync(new Progress<RebuildProgress>(progress => Console.WriteLine(Describe(progress))), ct);
        Console.WriteLine($"Rebuilt: {Describe(done)}");
        return 0;
    }

    private static async Task<int> AdoptAsync(OrthancConfiguration configuration, ILogger logger, CancellationToken ct)
    {
        var ours = configuration.EventDicom;
        await using var access = await DatabaseAccess.AloneAsync(ours, mayCreate: true, logger, ct);
        var opening = new ArchiveOpening(access.ConnectionString, ours.ConnectionString.Length == 0,
            ours.BlobFolderIn(Path.GetFullPath(ProcessEnvironment.DataFolder)));
        Console.WriteLine(await opening.AdoptAsync(ct));
        return 0;
    }

    private static async Task<int> GenerateCodeAsync(string[] args, ILogger logger)
    {
        await using var access = await DatabaseAccess.AloneAsync(OrthancConfiguration.Default.EventDicom, mayCreate: true, logger,
            CancellationToken.None);
        await using var app = EventDicomServer.Build(
            OrthancConfiguration.Default, access.ConnectionString, Path.GetFullPath(ProcessEnvironment.DataFolder), CommandLine.Parse([]),
            writesCode: true);
        return await app.RunJasperFxCommands(args);
    }

    // Ctrl-C ends a command tidily.
    private static CancellationToken Interruptible(CancellationTokenSource stop)
    {
        Console.CancelKeyPress += (_, e) =>
        {
            e.Cancel = true;
            stop.Cancel();
        };
        return stop.Token;
    }

    private static string Describe(RebuildProgress progress) => string.Create(
        CultureInfo.InvariantCulture,
        $"{progress.Done} of {progress.Total} events in {progress.Elapsed.TotalSeconds:0.0} s, "
        + $"{progress.Done / Math.Max(progress.Elapsed.TotalSeconds, 0.001):0} events/s");
}
