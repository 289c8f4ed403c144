using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using EventDicom.Support;

namespace EventDicom.Dicom.Tests.Oracles;

/// <summary>All text of the samples of character sets, as an independent decoder reads it.</summary>
public sealed class AgreeingWithPydicomOnText
{
    private static readonly string s_folder = Path.Combine("dicom", "corner-cases", "charset");
    private static readonly Lazy<Dictionary<string, Dictionary<string, string>>> s_answers = new(Ask);

    public static TheoryData<string> Samples => new(SharedData.FilesIn(s_folder));

    [PydicomTheory]
    [MemberData(nameof(Samples))]
    public void decodes_the_same_text(string sample)
    {
        var expected = s_answers.Value[PathOf(sample)];

        var actual = Texts(DicomFile.Open(File.ReadAllBytes(PathOf(sample))).Dataset, "")
            .ToDictionary(text => text.Path, text => text.Text);

        expected.ShouldNotBeEmpty();
        // Private elements of VR UN are text only for pydicom's own dictionary
        foreach (var (element, text) in expected.Where(value =>
            actual.ContainsKey(value.Key) || !DicomTag.TryParseHex(value.Key.AsSpan(value.Key.Length - 9), out var tag) || !tag.IsPrivate))
            actual[element].TrimEnd(' ', '=').ShouldBe(WithoutItsSlips(text), element);
    }

    private static Dictionary<string, Dictionary<string, string>> Ask()
    {
        string[] arguments = [Path.Combine(AppContext.BaseDirectory, "Oracles", "text_with_pydicom.py"),
            .. SharedData.FilesIn(s_folder).Select(PathOf)];
        using var python = Process.Start(
            new ProcessStartInfo(PydicomTheoryAttribute.Interpreter!, arguments) { RedirectStandardOutput = true })!;
        var answers = JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, string>>>(python.StandardOutput.ReadToEnd());
        python.WaitForExit();
        return answers!;
    }

    private static string PathOf(string sample) => SharedData.PathOf(s_folder, sample);

    /// <summary>pydicom 2.3 drops an empty last group of a name, and leaves the escape sequence of GB 2312 in the text.</summary>
    private static string WithoutItsSlips(string text) => text.Replace("\u001b$)A", "", StringComparison.Ordinal).TrimEnd(' ', '=');

    private static IEnumerable<(string Path, string Text)> Texts(DicomDataset dataset, string path)
    {
        foreach (var item in dataset.AsEnumerable())
        {
            if (item is DicomSequence sequence)
            {
                foreach (var text in sequence.Items.SelectMany((nested, i) =>
                    Texts(nested, string.Create(CultureInfo.InvariantCulture, $"{path}{item.Tag}[{i}]."))))
                    yield return text;
            }
            else if (item is DicomElement element && dataset.TryGetString(element, out var value))
            {
                yield return (path + item.Tag, value);
            }
        }
    }
}
