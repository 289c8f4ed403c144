using System.Globalization;

namespace EventDicom.ProfileGenerator;

/// <summary>One attribute, or one range of them, with what each of the four editions does to it.</summary>
/// <param name="First">First tag, the group in the upper 16 bits.</param>
/// <param name="Last">Last tag; every group and every element between the two belongs to the range.</param>
/// <param name="Actions">0 nothing, 1 removed, 2 emptied, 3 UID replaced; from the oldest edition to the newest.</param>
internal sealed record ProfileRow(uint First, uint Last, IReadOnlyList<uint> Actions)
{
    public const int Editions = 4;

    // Removed by table E.1-1 of each edition since 2009, and not by Orthanc: signatures (which a changed data set breaks) and padding
    private static readonly ProfileRow[] s_alsoRemoved = [new(0xFFFA_FFFA, 0xFFFA_FFFA, [0, 1, 1, 1]),
        new(0xFFFC_FFFC, 0xFFFC_FFFC, [0, 1, 1, 1])];

    public bool IsRange => First != Last;

    public static List<ProfileRow> ReadAll(string path) =>
    [
        .. File.ReadLines(path).Where(line => line.Length > 0 && line[0] is >= '0' and <= '9').Select(Parse)
        .Where(row => row.Actions.Any(action => action != 0)),
        .. s_alsoRemoved,
    ];

    private static ProfileRow Parse(string line)
    {
        var fields = line.Split('\t');
        var (first, last) = ParseTags(fields[0]);
        return new(first, last, [.. fields[2..(2 + Editions)].Select(Action)]);
    }

    // "0010,0010", or "6000-60ff,3000-3000"
    private static (uint First, uint Last) ParseTags(string text)
    {
        var halves = text.Split(',');
        var (group, element) = (Bounds(halves[0]), Bounds(halves[1]));
        return (group.Low << 16 | element.Low, group.High << 16 | element.High);
    }

    private static (uint Low, uint High) Bounds(string text)
    {
        var bounds = text.Split('-').Select(part => uint.Parse(part, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture))
            .ToArray();
        return (bounds[0], bounds[^1]);
    }

    // The rule of the standard in parentheses, and what other parts of the anonymization see to, are left out.
    private static uint Action(string text) => text.Split('(', '-')[0] switch
    {
        "X" => 1,
        "Z" => 2,
        "U" => 3,
        "" or "REL" or "ID" or "PAT" or "SET" => 0,
        _ => throw new InvalidDataException($"{text} is no action"),
    };
}
