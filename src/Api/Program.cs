using EventDicom.Api;
using EventDicom.Api.Configuration;
using EventDicom.Api.Hosting;
using EventDicom.LocalPostgres;

using var startLog = LoggerFactory.Create(logging => logging.AddSimpleConsole(console => console.SingleLine = true));
var logger = startLog.CreateLogger("EventDicom");

try
{
    var (command, rest) = ServerCommand.Split(args);
    var commandLine = CommandLine.Parse(command is null or ServerCommand.Rebuild ? rest : []);
    if (commandLine.DumpTo is { } dump) return ServerCommand.DumpDefaults(dump);

    while (true)
    {
        var (exitCode, isFollowed) = await RunAsync(command, rest, commandLine);
        if (!isFollowed) return exitCode;
    }
}
catch (Exception refusal) when (refusal is ConfigurationException or DataFolderInUseException or PostgresUnavailableException or IOException)
{
    Log.CannotStart(logger, refusal.Message);
    return 1;
}

// From the configuration to the end of the server; nothing of one run is left for the next.
async Task<(int ExitCode, bool IsFollowed)> RunAsync(string? command, string[] arguments, CommandLine commandLine)
{
    var report = new ConfigurationReport();
    var configuration = OrthancConfiguration.Load(commandLine.ConfigurationPath, ProcessEnvironment.Variables(), report);
    foreach (var warning in report.Warnings) Log.ConfigurationWarning(logger, warning);
    foreach (var option in commandLine.Unknown) Log.OptionIgnored(logger, option);
    foreach (var option in commandLine.Verbose ? report.Ignored : []) Log.OptionIgnored(logger, option);

    DataFolderLock folder;
    try
    {
        folder = DataFolderLock.Acquire(ProcessEnvironment.DataFolder);
    }
    catch (DataFolderInUseException) when (command == ServerCommand.Rebuild)
    {
        return (await RunningServer.RebuildAsync(configuration), false);
    }

    using var held = folder;
    await using var postgres = configuration.EventDicom.ConnectionString.Length == 0
        ? await EmbeddedPostgres.StartAsync(folder, logger, CancellationToken.None)
        : null;

    await using var app = EventDicomServer.Build(configuration, postgres?.ConnectionString ?? configuration.EventDicom.ConnectionString, folder.Folder, commandLine, writesCode: command == ServerCommand.GenerateCode);
    var run = app.Services.GetRequiredService<ServerRun>();
    return (await ServerCommand.RunAsync(command, arguments, app), run.IsFollowed);
}
