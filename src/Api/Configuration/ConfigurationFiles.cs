using System.Text.Json;

namespace EventDicom.Api.Configuration;

/// <summary>Reads Orthanc's configuration: JSON files, and folders with such files, which are merged.</summary>
internal static class ConfigurationFiles
{
    private const string WholeVariable = "ORTHANC_JSON";

    private static readonly JsonDocumentOptions s_json = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <param name="paths">Files and folders; with none, everything is at its default.</param>
    /// <returns>The options at the root, by name.</returns>
    /// <exception cref="ConfigurationException">There is no such file, it is no JSON object, or two files set the same option.</exception>
    public static IReadOnlyDictionary<string, OptionValue> Read(IReadOnlyList<string> paths,
        IReadOnlyDictionary<string, string> environment)
    {
        var options = new Dictionary<string, OptionValue>(StringComparer.Ordinal);
        foreach (var file in paths.SelectMany(FilesAt).DistinctBy(Path.GetFullPath))
            foreach (var option in ReadObject(file, environment).EnumerateObject())
                Add(options, option, file);

        // As in Orthanc's container images, where a variable may hold a whole configuration.
        if (environment.TryGetValue(WholeVariable, out var whole) && whole.Length > 0)
            foreach (var option in Parse(whole, $"environment variable {WholeVariable}", environment).EnumerateObject())
                options[option.Name] = new(option.Value, $"environment variable {WholeVariable}");
        return options;
    }

    private static void Add(Dictionary<string, OptionValue> options, JsonProperty option, string file)
    {
        if (options.TryGetValue(option.Name, out var other) && other.Source != file)
            throw new ConfigurationException(option.Name, $"it is set in two files, {other.Source} and {file}");

        // Within one file the last one counts, as in Orthanc.
        options[option.Name] = new(option.Value, file);
    }

    private static IReadOnlyList<string> FilesAt(string path)
    {
        if (File.Exists(path)) return [path];
        if (Directory.Exists(path)) return [.. Directory.EnumerateFiles(path, "*.json").Order(StringComparer.Ordinal)];
        throw new ConfigurationException(null, "there is no such file or folder", path);
    }

    private static JsonElement ReadObject(string file, IReadOnlyDictionary<string, string> environment)
    {
        try
        {
            return Parse(File.ReadAllText(file), file, environment);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException(null, $"it cannot be read: {exception.Message}", file);
        }
    }

    private static JsonElement Parse(string text, string source, IReadOnlyDictionary<string, string> environment)
    {
        try
        {
            return JsonElement.Parse(EnvironmentSubstitution.Apply(text, environment), s_json) is { ValueKind: JsonValueKind.Object } json
                ? json
                : throw new ConfigurationException(null, "it is not a JSON object", source);
        }
        catch (JsonException exception)
        {
            throw new ConfigurationException(null, $"it is not JSON: {exception.Message}", source);
        }
    }
}
