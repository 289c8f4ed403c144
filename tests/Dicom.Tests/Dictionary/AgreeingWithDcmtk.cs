using System.Globalization;
using System.Text.RegularExpressions;

namespace EventDicom.Dicom.Tests.Dictionary;

/// <summary>Orthanc's names are those of DCMTK's dictionary: every row of its files, and where we differ on purpose.</summary>
public sealed partial class AgreeingWithDcmtk
{
    // Retired, yet Orthanc shows it plainly.
    private static readonly HashSet<string> s_plainNames = ["RETIRED_OtherPatientIDs"];

    [DcmtkDictionaryFact]
    public void names_every_public_element_alike()
    {
        var differences = new List<string>();
        foreach (var (tag, vr, name, _) in PublicRows())
        {
            var ours = DicomDictionary.Default.NameOf(tag);
            if (ours != (s_plainNames.Contains(name) ? name["RETIRED_".Length..] : name))
                differences.Add($"{tag} {name} is {ours}");
            if (!Alternatives(vr).Contains(DicomDictionary.Default.LookupVR(tag).Code))
                differences.Add($"{tag} {name} {vr} is {DicomDictionary.Default.LookupVR(tag)}");
        }

        differences.ShouldBeEmpty();
    }

    [DcmtkDictionaryFact]
    public void parses_every_public_name_alike()
    {
        foreach (var (tag, _, name, _) in PublicRows().DistinctBy(row => row.Name))
        {
            DicomDictionary.Default.TryParseTag(name, out var parsed).ShouldBeTrue(name);
            if (DicomDictionary.Default.Find(tag)!.Mask == uint.MaxValue)
                parsed.ShouldBe(tag, name);
        }
    }

    [DcmtkDictionaryFact]
    public void names_every_private_element_alike()
    {
        // Rows may override earlier ones, so the last of each tag counts.
        var rows = Rows("private.dic")
            // DCMTK shows no blanks
            .Select(fields => (Match: PrivateTag().Match(fields[0]), Vr: fields[1],
                Name: fields[2].Replace(" ", "", StringComparison.Ordinal)))
            .GroupBy(row => (row.Match.Groups["creator"].Value, row.Match.Groups["group"].Value, row.Match.Groups["element"].Value))
            .Select(same => same.Last())
            .ToList();
        rows.Count.ShouldBeGreaterThan(2000);

        var differences = new List<string>();
        foreach (var (match, vr, name) in rows)
        {
            var element = Hex(match.Groups["element"].Value);
            var tag = new DicomTag(Hex(match.Groups["group"].Value), element < 0x1000 ? (ushort)(0x1700 | element) : element);
            var creator = match.Groups["creator"].Value.TrimEnd();
            if (DicomDictionary.Default.NameOf(tag, creator) != name
                || !Alternatives(vr).Contains(DicomDictionary.Default.LookupVR(tag, creator).Code))
                differences.Add(
                    $"{tag} {creator} {name} {vr} is {DicomDictionary.Default.NameOf(tag, creator)} "
                    + $"{DicomDictionary.Default.LookupVR(tag, creator)}");
        }

        differences.ShouldBeEmpty();
    }

    private static IEnumerable<(DicomTag Tag, string Vr, string Name, string Vm)> PublicRows() =>
        from fields in Rows("dicom.dic")
        where fields[4] is not ("PRIVATE" or "ILLEGAL" or "GENERIC")
        let numbers = fields[0][1..^1].Split(',')
        from last in new[] { false, true } // both ends of a range
        select (new DicomTag(End(numbers[0], last, even: true), End(numbers[1], last, even: false)), fields[1], fields[2], fields[3]);

    private static IEnumerable<string[]> Rows(string file) =>
        from line in File.ReadLines(Path.Combine(DcmtkDictionaryFactAttribute.Folder!, file))
        where line.StartsWith('(')
        select line.Split('\t', StringSplitOptions.TrimEntries);

    // 6000-60FF stands for the even groups only.
    private static ushort End(string range, bool last, bool even)
    {
        var ends = range.Split('-');
        var end = Hex(last ? ends[^1] : ends[0]);
        return even && ends.Length > 1 ? (ushort)(end & ~1) : end;
    }

    private static ushort Hex(string text) => ushort.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static string[] Alternatives(string vr) => vr switch
    {
        "ox" or "px" => ["OB", "OW"],
        "xs" => ["US", "SS"],
        "lt" => ["US", "SS", "OW"],
        "up" => ["UL"],
        "na" => ["UN"],
        _ => [vr],
    };

    [GeneratedRegex("""^\((?<group>[0-9A-Fa-f]{4})[^"]*,"(?<creator>.*)",(?<element>[0-9A-Fa-f]+)\)$""")]
    private static partial Regex PrivateTag();
}
