using EventDicom.Domain;

namespace EventDicom.Api.Http;

/// <summary>How the four levels are spelled in paths and answers.</summary>
public static class ResourcePath
{
    private static readonly string[] s_collections = ["patients", "studies", "series", "instances"];

    /// <summary>The routes of the same name under several levels, e.g. <c>/patients/{id}/statistics</c>.</summary>
    public static string[] Routes(string suffix, params ResourceLevel[] levels) =>
        [.. (levels is [] ? Enum.GetValues<ResourceLevel>() : levels).Select(level => $"/{Collection(level)}{suffix}")];

    public static string Collection(ResourceLevel level) => s_collections[(int)level];

    public static string To(ResourceLevel level, string id) => $"/{Collection(level)}/{id}";

    /// <summary>The level that the first segment of a path names.</summary>
    /// <exception cref="ArgumentException">It names none.</exception>
    public static ResourceLevel LevelOf(ReadOnlySpan<char> path)
    {
        path = path.TrimStart('/');
        var end = path.IndexOf('/');
        return LevelOfCollection(end < 0 ? path : path[..end]);
    }

    /// <summary>The level that the third segment of a path names, as in <c>/patients/{id}/studies</c>.</summary>
    public static ResourceLevel RelatedLevelOf(ReadOnlySpan<char> path)
    {
        path = path.TrimEnd('/');
        return LevelOfCollection(path[(path.LastIndexOf('/') + 1)..]);
    }

    private static ResourceLevel LevelOfCollection(ReadOnlySpan<char> name) => name switch
    {
        "patients" or "patient" => ResourceLevel.Patient,
        "studies" or "study" => ResourceLevel.Study,
        "series" => ResourceLevel.Series,
        "instances" => ResourceLevel.Instance,
        _ => throw new ArgumentException($"{name} is no level", nameof(name)),
    };
}
