using System.Buffers;
using System.Text.Json;

namespace EventDicom.Api.Configuration;

/// <summary>
/// Options set by environment variables, as a tree: <c>ORTHANC__DICOM_AET</c> as in Orthanc's container images, and
/// <c>EventDicom__BlobFolder</c> as .NET spells it. Names match an option whatever their case and underscores; a double
/// underscore steps into an object.
/// </summary>
internal sealed class EnvironmentOverrides
{
    private const string Separator = "__";

    private const string OrthancPrefix = "ORTHANC__";

    private readonly Dictionary<string, EnvironmentOverrides> _children = new(StringComparer.Ordinal);

    private OptionValue? _value;

    private bool _isRead;

    private EnvironmentOverrides(string name) => Name = name;

    /// <summary>What the name of an environment variable is made of.</summary>
    public static SearchValues<char> NameCharacters { get; } =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");

    /// <summary>The last step of the name, as the variable spells it.</summary>
    public string Name { get; }

    /// <summary>The value of the variable that ends here; null where variables only pass through. Whoever asks for it gives the variable a
    /// meaning.</summary>
    public OptionValue? Value
    {
        get
        {
            _isRead = true;
            return _value;
        }
    }

    /// <summary>The values of the variables that end here or further down. They have a meaning then.</summary>
    public IEnumerable<OptionValue> Values => Children.SelectMany(child => child.Values).Concat(Value is { } value ? [value] : []);

    /// <summary>The values that nobody has asked for yet.</summary>
    public IEnumerable<OptionValue> Unread =>
        Children.SelectMany(child => child.Unread).Concat(_value is { } value && !_isRead ? [value] : []);

    public IEnumerable<EnvironmentOverrides> Children => _children.Values;

    public static EnvironmentOverrides Read(IReadOnlyDictionary<string, string> environment)
    {
        var root = new EnvironmentOverrides("");
        foreach (var (variable, value) in environment.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (variable.StartsWith(OrthancPrefix, StringComparison.Ordinal))
                root.Set(variable[OrthancPrefix.Length..], variable, value);
            else if (variable.StartsWith(EventDicomOptions.SectionName + Separator, StringComparison.OrdinalIgnoreCase))
                root.Set(variable, variable, value);
        }

        return root;
    }

    public EnvironmentOverrides? Child(string option) => _children.GetValueOrDefault(Fold(option));

    /// <summary>An option's name without what spellings differ in.</summary>
    public static string Fold(string name) => name.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();

    private void Set(string path, string variable, string value)
    {
        var node = this;
        foreach (var step in path.Split(Separator, StringSplitOptions.RemoveEmptyEntries))
        {
            var key = Fold(step);
            if (!node._children.TryGetValue(key, out var child)) node._children[key] = child = new(step);
            node = child;
        }

        if (node != this) node._value = new(ParseOrQuote(value), $"environment variable {variable}", value);
    }

    private static JsonElement ParseOrQuote(string value)
    {
        try
        {
            return JsonElement.Parse(value);
        }
        catch (JsonException)
        {
            return JsonSerializer.SerializeToElement(value);
        }
    }
}
