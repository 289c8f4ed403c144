using System.Text.Json;

namespace EventDicom.DictionaryGenerator;

/// <summary>Reads the facts of PS3.6 and PS3.4 from their JSON form.</summary>
internal static class StandardFiles
{
    public static List<Element> ReadAttributes(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        var elements = new List<Element>();
        foreach (var row in document.RootElement.EnumerateArray())
        {
            var keyword = row.GetProperty("keyword").GetString()!;
            if (keyword.Length == 0)
                continue; // a tag that the standard has withdrawn without leaving a name

            var id = row.GetProperty("id").GetString()!.ToUpperInvariant();
            var tag = Element.ParseHex(id.Replace('X', '0'));
            var mask = Element.ParseHex(string.Concat(id.Select(c => c == 'X' ? '0' : 'F')));
            var vr = row.GetProperty("valueRepresentation").GetString()!;
            elements.Add(new(
                tag, mask, keyword,
                vr.StartsWith("See", StringComparison.Ordinal) ? "" : vr,
                row.GetProperty("valueMultiplicity").GetString()!,
                row.GetProperty("retired").GetString() == "Y",
                IsPrefixed: false));
        }

        return elements;
    }

    public static Dictionary<string, string> ReadSopClasses(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        var classes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var row in document.RootElement.EnumerateArray())
            classes[row.GetProperty("id").GetString()!] = row.GetProperty("name").GetString()!;
        return classes;
    }
}
