using EventDicom.Api.Logging;

namespace EventDicom.Api.Tools;

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
