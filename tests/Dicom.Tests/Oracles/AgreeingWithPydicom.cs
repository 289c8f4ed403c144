using System.Globalization;
using EventDicom.Dicom.Tests.Files;
using EventDicom.Support;

namespace EventDicom.Dicom.Tests.Oracles;

/// <summary>Every element of every sample file, byte by byte, as an independent reader sees it.</summary>
public sealed class AgreeingWithPydicom(PydicomAnswers answers) : IClassFixture<PydicomAnswers>
{
    // Where pydicom 2.3 and we differ, and why we hold our answer for the better one
    private static readonly Dictionary<string, string> s_differing = new()
    {
        ["GH064.dcm"] = "Private sequences of VR UN with a length: we read their items, pydicom keeps the bytes",
        ["FreezePattern.dcm"] = "A sequence whose length is 0 but whose items follow: neither of us reads it, nor does DCMTK",
        ["GH364.dcm"] = "Items whose sequence is missing: neither of us reads it, nor does DCMTK",
        ["GH626.dcm"] =
        "Ends inside of an element that is no pixel data: we refuse it as DCMTK does, pydicom keeps the rest of the file as its value",
        ["GH179B.dcm"] = "The same",
        ["GH179A.dcm"] = "A VR of two blanks: we read a short length behind it as DCMTK does, pydicom a long one",
        ["GH1339.dcm"] = "Ends inside of its fragments: we keep those that are there, pydicom drops all",
        ["DIRW0007"] = "An end delimiter that ends nothing, before the end of the file: we read past it, pydicom fails",
        ["GH177_D_CLUNIE_CT1_IVRLE_BigEndian_undefined_length.dcm"] =
        "A big endian sequence of undefined length: pydicom fails, DCMTK reads what we read",
    };

    public static TheoryData<string> Samples =>
        new(SharedData.FilesIn("dicom").Where(file => !file.EndsWith(".zip", StringComparison.Ordinal)));

    [PydicomTheory]
    [MemberData(nameof(Samples))]
    public void reads_the_same_elements(string sample)
    {
        var path = SharedData.PathOf("dicom", sample);
        var answer = answers.For(path);
        if (answer.TryGetProperty("error", out var error))
        {
            s_differing.Keys.ShouldContain(Path.GetFileName(sample), error.GetString());
            return;
        }

        if (s_differing.ContainsKey(Path.GetFileName(sample)))
            return;

        var bytes = File.ReadAllBytes(path);
        var file = DicomFile.Open(bytes);
        var expected = answer.GetProperty("elements").EnumerateArray()
            .Select(element => (Path: element[0].GetString()!, VR: element[1].GetString(), Value: element[3].GetString()!,
                Length: element[2].GetInt64()))
            .Select(element => Line(element.Path, element.VR,
                element.VR == "SQ" ? string.Create(CultureInfo.InvariantCulture, $"{element.Length} items") : element.Value))
            .ToList();

        var actual = Lines(file.Dataset, "", bytes).ToList();
        expected.Except(actual).Take(5).ShouldBeEmpty("pydicom reads this, we do not");
        actual.Except(expected).Take(5).ShouldBeEmpty("we read this, pydicom does not");
        actual.ShouldBe(expected);
    }

    private static string Line(string path, string? vr, string value) => $"{path} {value}";

    private static IEnumerable<string> Lines(DicomDataset dataset, string path, byte[] file)
    {
        foreach (var item in dataset.AsEnumerable())
        {
            var here = path + item.Tag;
            switch (item)
            {
                case DicomSequence sequence:
                    yield return Line(here, "SQ", string.Create(CultureInfo.InvariantCulture, $"{sequence.Items.Count} items"));
                    foreach (var line in sequence.Items.SelectMany((nested, i) =>
                        Lines(nested, string.Create(CultureInfo.InvariantCulture, $"{here}[{i}]."), file)))
                        yield return line;
                    break;

                // pydicom gives all items with their headers as one value
                case DicomFragmentSequence { Fragments: [var first, ..] and [.., var last] } fragments:
                    yield return Line(here, fragments.VR.Code,
                        Flattened.Describe(file.AsSpan((int)first.Offset - 8, (int)(last.Offset + last.Length - first.Offset + 8))));
                    break;

                default:
                    yield return Line(here, item.VR.Code, Flattened.Describe(((DicomElement)item).GetBytes().Span));
                    break;
            }
        }
    }
}
