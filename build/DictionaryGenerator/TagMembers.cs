using System.Globalization;
using System.Text;

namespace EventDicom.DictionaryGenerator;

/// <summary>DicomTag.PatientID and its like. Properties, not fields: a static constructor of 5,000 assignments would cost every
/// start.</summary>
internal static class TagMembers
{
    public static string Write(List<Element> elements)
    {
        var source = new StringBuilder(Source.Header).Append("public readonly partial record struct DicomTag\n{\n");
        foreach (var element in elements)
            source.Append(CultureInfo.InvariantCulture,
                $"    public static DicomTag {element.Keyword} => new(0x{element.Tag >> 16:X4}, 0x{element.Tag & 0xFFFF:X4});\n");
        return source.Append("}\n").ToString();
    }
}
