using System.Globalization;
using System.Text.Json;

namespace EventDicom.ProfileGenerator;

/// <summary>The basic profile of PS3.15 table E.1-1, to check the newest edition against: what it protects must be protected.</summary>
internal static class StandardProfile
{
    // Handled by the rules for identifiers and by what an anonymization writes
    private static readonly uint[] s_elsewhere = [0x0008_0018, 0x0008_1140, 0x0008_2112, 0x0010_0010, 0x0010_0020, 0x0012_0062, 0x0012_0063,
        0x0020_000D, 0x0020_000E];

    public static IEnumerable<string> Compare(List<ProfileRow> rows, string path)
    {
        var ours = rows.Where(row => !row.IsRange).ToDictionary(row => row.First, row => row.Actions[^1]);
        using var json = JsonDocument.Parse(File.ReadAllBytes(path));
        var inStandard = new HashSet<uint>();
        foreach (var attribute in json.RootElement.EnumerateArray())
        {
            if (!uint.TryParse(attribute.GetProperty("id").GetString(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture,
                out var tag)) continue;
            inStandard.Add(tag);
            if (s_elsewhere.Contains(tag)) continue;

            var rule = attribute.GetProperty("basicProfile").GetString()!;
            var action = ours.GetValueOrDefault(tag);
            var name = attribute.GetProperty("name").GetString();
            if (action == 0)
                yield return $"{tag:X8} {name}: {rule} in the standard, untouched here";
            else if (rule.Contains('U', StringComparison.Ordinal) != (action == 3))
                yield return $"{tag:X8} {name}: {rule} in the standard, action {action} here";
        }

        foreach (var tag in ours.Keys.Where(tag => ours[tag] != 0 && !inStandard.Contains(tag)))
            yield return $"{tag:X8}: not in the standard, action {ours[tag]} here";
    }
}
