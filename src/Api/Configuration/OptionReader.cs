using System.Text.Json;
using EventDicom.Api.Errors;

namespace EventDicom.Api.Configuration;

/// <summary>
/// Hands out the options of one section, each with its type checked, and remembers what was asked for: that is how the server
/// knows all names and defaults, and which of the names in a file mean nothing to it.
/// </summary>
internal sealed class OptionReader(
    string prefix, IReadOnlyDictionary<string, OptionValue> values, EnvironmentOverrides? overrides, ConfigurationReport report)
{
    private readonly Dictionary<string, string> _asked = new(StringComparer.Ordinal);
    private readonly List<(string Name, object? Value)> _defaults = [];

    /// <summary>Every option that was asked for, with its default; a section is a list of the same kind.</summary>
    public IReadOnlyList<(string Name, object? Value)> Defaults => _defaults;

    public bool Flag(string name, bool fallback) => Find(name, fallback) is { } value ? Flag(name, value) : fallback;

    /// <summary>A flag whose default depends on other options.</summary>
    public bool? FlagOrUnset(string name) => Find(name, null) is { } value ? Flag(name, value) : null;

    public int Number(string name, int fallback, int minimum = 0, int maximum = int.MaxValue)
    {
        if (Find(name, fallback) is not { } value) return fallback;
        if (value.Json.ValueKind != JsonValueKind.Number || !value.Json.TryGetInt32(out var number))
            throw Wrong(name, value, "must be an integer");
        return number >= minimum && number <= maximum
            ? number
            : throw Wrong(name, value, maximum == int.MaxValue ? $"must be {minimum} or more" : $"must be from {minimum} to {maximum}");
    }

    public string Text(string name, string fallback) => TextOrUnset(name, fallback) ?? fallback;

    public string? TextOrUnset(string name, string? fallback = null) =>
        Find(name, fallback) is not { } value ? null
        : value.Text ?? (value.Json.ValueKind == JsonValueKind.String
            ? value.Json.GetString() : throw Wrong(name, value, "must be a string"));

    /// <summary>A text that a rule must accept.</summary>
    public string Text(string name, string fallback, Func<string, bool> rule, string requirement) =>
        Text(name, fallback) is var text && rule(text) ? text : throw Wrong(name, Find(name, fallback)!, requirement);

    /// <summary>One of an enumeration's names, in any case.</summary>
    public T Choice<T>(string name, T fallback)
        where T : struct, Enum
    {
        var text = Text(name, fallback.ToString());
        // Enum.TryParse alone would take numbers, and lists of names too.
        return Enum.GetNames<T>().Contains(text, StringComparer.OrdinalIgnoreCase)
            ? Enum.Parse<T>(text, ignoreCase: true)
            : throw Wrong(name, Find(name, null)!, $"must be one of {string.Join(", ", Enum.GetNames<T>())}");
    }

    /// <summary>One of an enumeration's names, or a flag that stands for one of them.</summary>
    public T FlagOrChoice<T>(string name, T fallback, T off, T on)
        where T : struct, Enum
    {
        if (Find(name, fallback.ToString()) is not { } value) return fallback;
        if (value.Json.ValueKind is JsonValueKind.True or JsonValueKind.False || bool.TryParse(value.Text, out _))
            return Flag(name, value) ? on : off;
        return Choice(name, fallback);
    }

    /// <summary>A list of texts; a single text stands for a list of one.</summary>
    public IReadOnlyList<string> Texts(string name, IReadOnlyList<string> fallback)
    {
        if (Find(name, fallback) is not { } value) return fallback;
        return value.Json.ValueKind switch
        {
            JsonValueKind.String => [value.Json.GetString()!],
            JsonValueKind.Array when value.Json.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String) =>
                [.. value.Json.EnumerateArray().Select(item => item.GetString()!)],
            _ => throw Wrong(name, value, "must be a list of strings"),
        };
    }

    /// <summary>A list of texts that a rule must accept, each of them.</summary>
    public IReadOnlyList<string> Texts(string name, IReadOnlyList<string> fallback, Func<string, bool> rule, string requirement) =>
        Texts(name, fallback) is var texts && texts.All(rule) ? texts : throw Wrong(name, Find(name, fallback)!, requirement);

    /// <summary>An object whose names are the site's own. An override of one entry replaces or adds just that entry.</summary>
    /// <param name="parse">Gets the name of an entry and its value; what it throws as an <see cref="OrthancException"/> stops the
    /// start.</param>
    public IReadOnlyDictionary<string, T> Table<T>(string name, Func<string, JsonElement, T> parse,
        IReadOnlyDictionary<string, T>? fallback = null)
    {
        var entries = new Dictionary<string, OptionValue>(StringComparer.Ordinal);
        var whole = Find(name, fallback ?? new Dictionary<string, T>());
        if (whole is not null)
        {
            if (whole.Json.ValueKind != JsonValueKind.Object) throw Wrong(name, whole, "must be an object");
            foreach (var entry in whole.Json.EnumerateObject()) entries[entry.Name] = new(entry.Value, whole.Source);
        }

        foreach (var entry in overrides?.Child(name)?.Children ?? [])
            if (entry.Value is { } value)
                entries[entries.Keys.FirstOrDefault(key => EnvironmentOverrides.Fold(key) == EnvironmentOverrides.Fold(entry.Name))
                    ?? entry.Name] = value;

        if (entries.Count == 0 && whole is null && fallback is not null) return fallback;
        return entries.ToDictionary(entry => entry.Key, entry => Parse($"{name}.{entry.Key}", entry.Key, entry.Value, parse),
            StringComparer.Ordinal);
    }

    /// <summary>Options one level down; the reader is finished with <see cref="ReportUnknown"/>.</summary>
    public OptionReader Section(string name)
    {
        var nested = new Dictionary<string, OptionValue>(StringComparer.Ordinal);
        if (Find(name, null) is { } value)
        {
            if (value.Json.ValueKind != JsonValueKind.Object) throw Wrong(name, value, "must be an object");
            foreach (var option in value.Json.EnumerateObject()) nested[option.Name] = new(option.Value, value.Source);
        }

        var section = new OptionReader($"{prefix}{name}.", nested, overrides?.Child(name), report);
        _defaults[^1] = (name, section._defaults);
        return section;
    }

    /// <summary>Options that were read, but are not followed yet: whoever sets one to something else than its default is told so.</summary>
    public void NotYet(string consequence, params IReadOnlyList<string> names)
    {
        foreach (var name in names) Unsupported(name, _defaults.Single(option => option.Name == name).Value, consequence);
    }

    /// <summary>Whether anything sets the option.</summary>
    public bool IsSet(string name) => Find(name, null) is not null || overrides?.Child(name)?.Children.Any() == true;

    /// <summary>An option of Orthanc that does nothing here. Setting it to what we do anyway is no reason to complain.</summary>
    /// <param name="fallback">Its default in Orthanc.</param>
    public void Unsupported(string name, object? fallback, string consequence)
    {
        if (Find(name, fallback) is { } value && !SameJson(value.Json, fallback))
            report.Warn($"Option \"{prefix}{name}\" in {value.Source} is not supported: {consequence}");
        foreach (var below in overrides?.Child(name)?.Children.SelectMany(child => child.Values) ?? [])
            report.Warn($"Option \"{prefix}{name}\" in {below.Source} is not supported: {consequence}");
    }

    public ConfigurationException Wrong(string name, string requirement) =>
        Find(name, null) is { } value ? Wrong(name, value, requirement) : new(prefix + name, requirement);

    /// <summary>Refuses the names in files that nobody asked for: in a section of our own every name has a meaning.</summary>
    /// <exception cref="ConfigurationException">There is one.</exception>
    public void RefuseUnknown()
    {
        if (values.FirstOrDefault(option => !_asked.ContainsValue(option.Key)) is { Key: { } name, Value: { } value })
            throw Wrong(name, value,
                $"there is no such option; there are {string.Join(", ", _asked.Values.Order(StringComparer.Ordinal))}");
    }

    /// <summary>Reports the names in files that nobody asked for.</summary>
    public void ReportUnknown()
    {
        foreach (var (name, value) in values)
        {
            if (_asked.ContainsValue(name)) continue;
            if (_asked.TryGetValue(EnvironmentOverrides.Fold(name), out var known))
                report.Warn($"Option \"{prefix}{name}\" in {value.Source} is ignored: the name is spelled \"{known}\"");
            else
                report.Ignore($"{prefix}{name} in {value.Source}");
        }
    }

    private OptionValue? Find(string name, object? fallback)
    {
        if (_asked.TryAdd(EnvironmentOverrides.Fold(name), name)) _defaults.Add((name, fallback));
        return overrides?.Child(name)?.Value ?? values.GetValueOrDefault(name);
    }

    private bool Flag(string name, OptionValue value) =>
        value.Json.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.Json.GetBoolean()
        : bool.TryParse(value.Text, out var flag) ? flag
        : throw Wrong(name, value, "must be true or false");

    private T Parse<T>(string option, string name, OptionValue value, Func<string, JsonElement, T> parse)
    {
        try
        {
            return parse(name, value.Json);
        }
        catch (OrthancException exception)
        {
            throw Wrong(option, value, exception.Details ?? exception.Message);
        }
    }

    private ConfigurationException Wrong(string name, OptionValue value, string requirement) =>
        new(prefix + name, requirement, value.Source);

    private static bool SameJson(JsonElement value, object? other) =>
        JsonElement.DeepEquals(value, JsonSerializer.SerializeToElement(other));
}
