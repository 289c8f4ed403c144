using System.Text.Json;

namespace EventDicom.Api.Configuration;

/// <summary>A configuration file of nothing but defaults, to start from: <c>--config=FILE</c>.</summary>
public static class ConfigurationDump
{
    public static void WriteDefaults(Stream output)
    {
        var report = new ConfigurationReport();
        var options = new OptionReader("", new Dictionary<string, OptionValue>(), null, report);
        OrthancConfiguration.Read(options, report);

        using var json = new Utf8JsonWriter(output, new() { Indented = true, IndentSize = 2 });
        WriteSection(json, options.Defaults);
    }

    private static void WriteSection(Utf8JsonWriter json, IEnumerable<(string Name, object? Value)> options)
    {
        json.WriteStartObject();
        // What has no default of its own must stay out of the file: writing it down would be setting it.
        foreach (var (name, value) in options.Where(option => option.Value is not null)
            .OrderBy(option => option.Name, StringComparer.Ordinal))
        {
            json.WritePropertyName(name);
            if (value is IEnumerable<(string Name, object? Value)> section) WriteSection(json, section);
            else JsonSerializer.Serialize(json, value is Enum choice ? choice.ToString() : value);
        }

        json.WriteEndObject();
    }
}
