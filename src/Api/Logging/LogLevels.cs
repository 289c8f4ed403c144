using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace EventDicom.Api.Logging;

/// <summary>
/// Orthanc's log levels, as filters of .NET's loggers. A change reaches every logger of the running process; none of them has to
/// ask here before it logs.
/// </summary>
public sealed class LogLevels(LogVerbosity initial) : IConfigureOptions<LoggerFilterOptions>, IOptionsChangeTokenSource<LoggerFilterOptions>
{
    // The names of loggers by their beginnings; all others are generic.
    private static readonly (string Prefix, LogCategory Category)[] s_loggers =
    [
        ("EventDicom.Api", LogCategory.Http),
        ("Microsoft.AspNetCore", LogCategory.Http),
        ("FastEndpoints", LogCategory.Http),
        ("EventDicom.Projections", LogCategory.Sqlite),
        ("Marten", LogCategory.Sqlite),
        ("Npgsql", LogCategory.Sqlite),
        ("EventDicom.Dimse", LogCategory.Dicom),
        ("EventDicom.Domain.Jobs", LogCategory.Jobs),
        ("Wolverine", LogCategory.Jobs),
    ];

    private readonly LogVerbosity[] _levels = [.. Enum.GetValues<LogCategory>().Select(_ => initial)];

    private ConfigurationReloadToken _changed = new();

    /// <summary>That of the most talkative part.</summary>
    public LogVerbosity Overall => _levels.Max();

    string? IOptionsChangeTokenSource<LoggerFilterOptions>.Name => Options.DefaultName;

    public LogVerbosity Of(LogCategory category) => _levels[(int)category];

    public void Set(LogVerbosity verbosity, params IEnumerable<LogCategory> categories)
    {
        foreach (var category in categories) _levels[(int)category] = verbosity;
        Interlocked.Exchange(ref _changed, new()).OnReload();
    }

    void IConfigureOptions<LoggerFilterOptions>.Configure(LoggerFilterOptions options)
    {
        options.Rules.Add(new(null, null, Level(LogCategory.Generic), null));
        foreach (var (prefix, category) in s_loggers) options.Rules.Add(new(null, prefix, Level(category), null));
    }

    IChangeToken IOptionsChangeTokenSource<LoggerFilterOptions>.GetChangeToken() => _changed;

    private LogLevel Level(LogCategory category) => Of(category) switch
    {
        LogVerbosity.Trace => LogLevel.Trace,
        LogVerbosity.Verbose => LogLevel.Information,
        _ => LogLevel.Warning,
    };
}
