using System.Globalization;
using System.Security.Cryptography;

namespace EventDicom.Dicom.Tests.Files;

/// <summary>A data set as lines of text that can be compared: path, VR, length and hash of each value, nested ones included.</summary>
internal static class Flattened
{
    public static IReadOnlyList<string> Of(DicomDataset dataset)
    {
        var lines = new List<string>();
        Add(dataset, "", lines);
        return lines;
    }

    private static void Add(DicomDataset dataset, string path, List<string> lines)
    {
        foreach (var item in dataset)
        {
            var here = path + item.Tag;
            if (item is DicomSequence sequence)
            {
                lines.Add(string.Create(CultureInfo.InvariantCulture, $"{here} SQ {sequence.Items.Count} items"));
                for (var i = 0; i < sequence.Items.Count; i++)
                    Add(sequence.Items[i], string.Create(CultureInfo.InvariantCulture, $"{here}[{i}]."), lines);
            }
            else if (item is DicomFragmentSequence fragments)
            {
                for (var i = 0; i < fragments.Fragments.Count; i++)
                    lines.Add(string.Create(CultureInfo.InvariantCulture, $"{here}[{i}] {item.VR} {Describe(fragments.GetBytes(i).Span)}"));
            }
            else
            {
                lines.Add($"{here} {item.VR} {Describe(((DicomElement)item).GetBytes().Span)}");
            }
        }
    }

    public static string Describe(ReadOnlySpan<byte> bytes) => bytes.Length <= 32
        ? Convert.ToHexString(bytes)
        : string.Create(CultureInfo.InvariantCulture, $"{bytes.Length} {Convert.ToHexString(SHA256.HashData(bytes))}");
}
