using System.Globalization;
using System.Text.RegularExpressions;
using EventDicom.Support;

namespace EventDicom.Dicom.Tests.Oracles;

/// <summary>The structure of every sample file (tags, nesting, items, lengths of values and fragments) as DCMTK prints it.</summary>
public sealed partial class AgreeingWithDcmdump
{
    // Where DCMTK and we differ, and why
    private static readonly Dictionary<string, string> s_differing = new()
    {
        ["GH064.dcm"] = "Private sequences of VR UN with a length: we read their items, DCMTK keeps the bytes",
        ["DIRW0007"] = "An end delimiter that ends nothing, before the end of the file: we read past it, DCMTK refuses the file",
        ["GH1339.dcm"] = "Ends inside of its fragments: we accept cut pixel data, DCMTK refuses the file",
        ["GH1376.dcm"] =
        "A second group 0002 behind the first: DCMTK counts it to the data set, for us the first one counts and nothing of group 0002 is "
        + "data",
    };

    public static TheoryData<string> Samples =>
        new(SharedData.FilesIn("dicom").Where(file => !file.EndsWith(".zip", StringComparison.Ordinal)));

    [DcmdumpTheory]
    [MemberData(nameof(Samples))]
    public void reads_the_same_structure(string sample)
    {
        var path = SharedData.PathOf("dicom", sample);
        var bytes = File.ReadAllBytes(path);
        if (s_differing.ContainsKey(Path.GetFileName(sample)))
        {
            DicomFile.Open(bytes).Dataset.Count.ShouldBeGreaterThan(0);
            return;
        }

        if (DcmdumpTheoryAttribute.Run("-q", path) is not { } dump)
        {
            Should.Throw<DicomFileException>(() => DicomFile.Open(bytes));
            return;
        }

        var file = DicomFile.Open(bytes);
        var actual = Lines(file.FileMetaInfo, 0).Concat(Lines(file.Dataset, 0)).ToList();
        var expected = Parse(dump).ToList();

        expected.Except(actual).Take(5).ShouldBeEmpty("DCMTK reads this, we do not");
        actual.Except(expected).Take(5).ShouldBeEmpty("we read this, DCMTK does not");
        actual.ShouldBe(expected);
    }

    private static IEnumerable<string> Parse(string dump)
    {
        var starts = ElementStart().Matches(dump);
        for (var i = 0; i < starts.Count; i++)
        {
            var start = starts[i];
            var end = i + 1 < starts.Count ? starts[i + 1].Index : dump.Length;
            var text = dump[start.Index..end];
            var level = start.Groups["indent"].Length / 2;
            var tag = start.Groups["tag"].Value;
            if (tag.StartsWith("fffe,", StringComparison.Ordinal) && start.Groups["vr"].Value != "pi")
                continue;

            var count = ItemCount().Match(text);
            var size = count.Success ? count.Groups["count"].Value + " items" : LengthComment().Matches(text)[^1].Groups["length"].Value;
            yield return string.Create(CultureInfo.InvariantCulture, $"{level} {tag} {size}");
        }
    }

    private static IEnumerable<string> Lines(DicomDataset dataset, int level)
    {
        foreach (var item in dataset.AsEnumerable())
        {
            switch (item)
            {
                case DicomSequence sequence:
                    yield return string.Create(CultureInfo.InvariantCulture, $"{level} {item.Tag} {sequence.Items.Count} items");
                    foreach (var line in sequence.Items.SelectMany(nested => Lines(nested, level + 2)))
                        yield return line;
                    break;

                case DicomFragmentSequence fragments:
                    yield return string.Create(CultureInfo.InvariantCulture, $"{level} {item.Tag} {fragments.Fragments.Count} items");
                    foreach (var fragment in fragments.Fragments)
                        yield return string.Create(CultureInfo.InvariantCulture, $"{level + 1} fffe,e000 {Even(fragment.Length)}");
                    break;

                default:
                    yield return string.Create(CultureInfo.InvariantCulture, $"{level} {item.Tag} {Even(((DicomElement)item).Length)}");
                    break;
            }
        }
    }

    /// <summary>DCMTK pads values of odd length as it reads them.</summary>
    private static long Even(long length) => length + (length % 2);

    [GeneratedRegex(@"^(?<indent> *)\((?<tag>[0-9a-f]{4},[0-9a-f]{4})\) (?<vr>\S\S) ", RegexOptions.Multiline)]
    private static partial Regex ElementStart();

    [GeneratedRegex(@"\((?:Sequence|PixelSequence|Item)[^)]*#=(?<count>\d+)\)")]
    private static partial Regex ItemCount();

    [GeneratedRegex(@"# +(?<length>\d+|u/l), *\d+ ")]
    private static partial Regex LengthComment();
}
