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

    var report = new ConfigurationReport();
    var configuration = OrthancConfiguration.Load(commandLine.ConfigurationPath, ProcessEnvironment.Variables(), report);
    foreach (var warning in report.Warnings) Log.ConfigurationWarning(logger, warning);
    foreach (var option in commandLine.Unknown) Log.OptionIgnored(logger, option);
    foreach (var option in commandLine.Verbose ? report.Ignored : []) Log.OptionIgnored(logger, option);

    using var folder = DataFolderLock.Acquire(ProcessEnvironment.DataFolder);
    await using var postgres = configuration.EventDicom.ConnectionString.Length == 0
        ? await EmbeddedPostgres.StartAsync(folder, logger, CancellationToken.None)
        : null;

    await using var app = EventDicomServer.Build(configuration, postgres?.ConnectionString ?? configuration.EventDicom.ConnectionString, folder.Folder, commandLine, writesCode: command == ServerCommand.GenerateCode);
    return await ServerCommand.RunAsync(command, rest, app);
}
catch (Exception refusal) when (refusal is ConfigurationException or DataFolderInUseException or PostgresUnavailableException)
{
    Log.CannotStart(logger, refusal.Message);
    return 1;
}
