using EventDicom.Api.Logging;
using EventDicom.Api.Tests.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EventDicom.Api.Tests.Logging;

public sealed class ChangingLogLevels : IDisposable
{
    private readonly LogLevels _levels = new(LogVerbosity.Default);
    private readonly CapturedLog _log = new();
    private readonly ServiceProvider _services;

    public ChangingLogLevels() => _services = new ServiceCollection()
        .AddLogging(logging => logging.AddProvider(_log))
        .AddSingleton<IConfigureOptions<LoggerFilterOptions>>(_levels)
        .AddSingleton<IOptionsChangeTokenSource<LoggerFilterOptions>>(_levels)
        .BuildServiceProvider();

    public void Dispose() => _services.Dispose();

    [Fact]
    public void starts_with_warnings_alone()
    {
        Logger("Anything").IsEnabled(LogLevel.Warning).ShouldBeTrue();
        Logger("Anything").IsEnabled(LogLevel.Information).ShouldBeFalse();
    }

    [Theory]
    [InlineData("EventDicom.Api.Instances.FormUpload", LogCategory.Http)]
    [InlineData("Microsoft.AspNetCore.Hosting.Diagnostics", LogCategory.Http)]
    [InlineData("EventDicom.Projections.Changes", LogCategory.Sqlite)]
    [InlineData("Npgsql.Command", LogCategory.Sqlite)]
    [InlineData("EventDicom.Dimse.Association", LogCategory.Dicom)]
    [InlineData("EventDicom.Domain.Jobs.Worker", LogCategory.Jobs)]
    [InlineData("EventDicom.Domain.Blobs.BlobKeeper", LogCategory.Generic)]
    public void reaches_the_loggers_of_one_part_that_are_there_already(string logger, LogCategory category)
    {
        var part = Logger(logger);
        var others = Enum.GetValues<LogCategory>().Where(other => other != category);

        _levels.Set(LogVerbosity.Verbose, others);
        part.IsEnabled(LogLevel.Information).ShouldBeFalse();

        _levels.Set(LogVerbosity.Verbose, category);
        part.IsEnabled(LogLevel.Information).ShouldBeTrue();
        part.IsEnabled(LogLevel.Debug).ShouldBeFalse();

        _levels.Set(LogVerbosity.Trace, category);
        part.IsEnabled(LogLevel.Trace).ShouldBeTrue();

        _levels.Set(LogVerbosity.Default, category);
        part.IsEnabled(LogLevel.Information).ShouldBeFalse();
    }

    private ILogger Logger(string name) => _services.GetRequiredService<ILoggerFactory>().CreateLogger(name);
}
