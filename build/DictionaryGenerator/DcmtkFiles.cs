using System.Globalization;

namespace EventDicom.DictionaryGenerator;

/// <summary>Reads the rows (tag, VR, name, VM, version) of DCMTK's dictionary files.</summary>
internal static class DcmtkFiles
{
    public sealed record Row(uint Tag, uint LastTag, string Vr, string Name, string Vm);

    /// <summary>Rows of dicom.dic but the catch-alls of group lengths and private creators, which are rules, not rows.</summary>
    public static List<Row> ReadPublic(string path)
    {
        var rows = new List<Row>();
        foreach (var fields in Fields(path))
        {
            if (fields[4] is "PRIVATE" or "ILLEGAL" or "GENERIC")
                continue;

            var (group, lastGroup) = Range(fields[0][1..^1].Split(',')[0]);
            var (element, lastElement) = Range(fields[0][1..^1].Split(',')[1]);
            rows.Add(new((uint)group << 16 | element, (uint)lastGroup << 16 | lastElement, VrOf(fields[1]), NameOf(fields[2]), fields[3]));
        }

        return rows;
    }

    public static List<PrivateElement> ReadPrivate(string path)
    {
        var rows = new List<PrivateElement>();
        foreach (var fields in Fields(path))
        {
            var tag = fields[0];
            var open = tag.IndexOf('"', StringComparison.Ordinal);
            var close = tag.LastIndexOf('"');
            var (group, lastGroup) = Range(tag[1..open].TrimEnd(','));
            var (element, lastElement) = Range(tag[(close + 2)..^1]);
            for (var number = element; number <= lastElement; number++)
                rows.Add(new(tag[(open + 1)..close].TrimEnd(), group, lastGroup, number, NameOf(fields[2]), VrOf(fields[1]), fields[3]));
        }

        // "Entries may override existing entries": the last row of a tag counts.
        return [.. rows
            .GroupBy(row => (row.Creator, row.FirstGroup, row.ElementNumber))
            .Select(same => same.Last())];
    }

    private static IEnumerable<string[]> Fields(string path) =>
        from line in File.ReadLines(path)
        where line.StartsWith('(')
        select line.Split('\t', StringSplitOptions.TrimEntries);

    // A few names have blanks, which DCMTK does not show.
    private static string NameOf(string field) => field.Replace(" ", "", StringComparison.Ordinal);

    private static (ushort First, ushort Last) Range(string text)
    {
        var parts = text.Split('-');
        return (Hex(parts[0]), Hex(parts[^1]));
    }

    private static ushort Hex(string text) => ushort.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    /// <summary>DCMTK's lower-case VRs stand for a choice that only the data set can make.</summary>
    private static string VrOf(string vr) => vr switch
    {
        "ox" or "px" => "OB or OW",
        "xs" => "US or SS",
        "lt" => "US or OW",
        "up" => "UL",
        "na" => "",
        _ => vr,
    };
}
