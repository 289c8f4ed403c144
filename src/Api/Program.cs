using EventDicom.Api;
using EventDicom.Api.Configuration;
using EventDicom.Api.Hosting;
using EventDicom.LocalPostgres;
using Microsoft.Extensions.Logging.Console;
using Npgsql;

PrivateFiles.Begin();
// A script that goes to the standard output must have nothing else in it.
var logsBeside = args is ["db-dump", "-", ..] ? LogLevel.Trace : LogLevel.None;
using var startLog = LoggerFactory.Create(logging => logging
    .AddSimpleConsole(console => console.SingleLine = true)
    .Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = logsBeside));
var logger = startLog.CreateLogger("EventDicom");

try
{
    return await ServerCommand.RunAsync(args, logger);
}
catch (UsageException misuse)
{
    Console.Error.WriteLine($"EventDicom: {misuse.Message}");
    return 2;
}
catch (Exception refusal) when (refusal is ConfigurationException or DataFolderInUseException or PostgresUnavailableException
    or StartRefusedException
    or IOException or InvalidDataException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"EventDicom: {refusal.Message.ReplaceLineEndings(" ")}");
    return 1;
}
catch (NpgsqlException unreachable)
{
    // it answered, and did not refuse user or database
    var isOurs = unreachable is PostgresException { SqlState: not ("28000" or "28P01" or "3D000") };
    Console.Error.WriteLine(
        $"EventDicom: the database cannot be used: {Innermost(unreachable)}"
        + $"{(isOurs ? "" : ". Is it running, and is \"EventDicom.ConnectionString\" right?")}");
    return 1;
}

// Npgsql says that it failed, the socket says why.
static string Innermost(Exception failure)
{
    var words = new List<string>();
    for (var cause = failure; cause is not null; cause = cause.InnerException)
        if (!words.Any(word => word.Contains(cause.Message, StringComparison.Ordinal))) words.Add(cause.Message);
    return string.Join(": ", words).ReplaceLineEndings(" ").TrimEnd('.');
}
