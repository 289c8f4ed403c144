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

    /// <summary>The level that a segment of a route names, be it a collection or a parent.</summary>
    public static bool TryGetLevel(string segment, out ResourceLevel level)
    {
        (var found, level) = segment switch
        {
            "patients" or "patient" => (true, ResourceLevel.Patient),
            "studies" or "study" => (true, ResourceLevel.Study),
            "series" => (true, ResourceLevel.Series),
            "instances" => (true, ResourceLevel.Instance),
            _ => (false, default),
        };
        return found;
    }
}
