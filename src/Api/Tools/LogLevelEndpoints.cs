using EventDicom.Api.Logging;

namespace EventDicom.Api.Tools;

/// <summary><c>GET /tools/log-level</c> and <c>/tools/log-level-{category}</c>.</summary>
public sealed class GetLogLevelEndpoint(LogLevels levels) : OrthancEndpoint
{
    public override void Configure()
    {
        Get(LogLevelRoutes.All);
        Describe(Allow.Settings, "Read how much is logged").AnswersText("default, verbose or trace");
    }

    public override Task HandleAsync(CancellationToken ct)
    {
        var verbosity = LogLevelRoutes.CategoryOf(Operation) is { } category ? levels.Of(category) : levels.Overall;
        return AnswerTextAsync(LogLevelRoutes.NameOf(verbosity), ct);
    }
}

/// <summary><c>PUT /tools/log-level</c> for every part of the server, <c>PUT /tools/log-level-{category}</c> for one.</summary>
public sealed class PutLogLevelEndpoint(LogLevels levels) : OrthancEndpoint
{
    private const int MaximumLength = 1024;

    public override void Configure()
    {
        Put(LogLevelRoutes.All);
        Describe(Allow.Settings, "Choose how much is logged").ReadsText(Shape.OneOf("default", "verbose", "trace")).AnswersNothing();
    }

    public override async Task HandleAsync(CancellationToken ct)
    {
        var name = await HttpContext.Request.ReadTextAsync(MaximumLength);
        var verbosity = Enum.GetValues<LogVerbosity>().Where(verbosity => LogLevelRoutes.NameOf(verbosity) == name).ToArray() is [var known]
            ? known
            : throw new OrthancException(OrthancError.ParameterOutOfRange, $"The log level is \"default\", \"verbose\" or \"trace\", not \"{name}\"");
        levels.Set(verbosity, LogLevelRoutes.CategoryOf(Operation) is { } category ? [category] : Enum.GetValues<LogCategory>());
        await AnswerNothingAsync(ct);
    }
}

internal static class LogLevelRoutes
{
    private const string Folder = "/tools/";

    private const string Overall = "log-level";

    private static readonly Dictionary<string, LogCategory> s_categories = Enum.GetValues<LogCategory>()
        .ToDictionary(category => $"{Overall}-{Lower(category.ToString())}", StringComparer.Ordinal);

    public static readonly string[] All = [Folder + Overall, .. s_categories.Keys.Select(name => Folder + name)];

    /// <returns><c>null</c> where the route names none.</returns>
    public static LogCategory? CategoryOf(string operation) => s_categories.TryGetValue(operation, out var category) ? category : null;

    public static string NameOf(LogVerbosity verbosity) => Lower(verbosity.ToString());

#pragma warning disable CA1308 // Orthanc's names are in lower case; nothing is compared by them.
    private static string Lower(string name) => name.ToLowerInvariant();
#pragma warning restore CA1308
}
