using System.Text;

namespace EventDicom.DictionaryGenerator;

/// <summary>
/// The public elements: exact tags in ascending order, then the repeating ones, in parallel with one packed number each
/// (bits 0-17 offset of the keyword, 18-23 VR, 24-28 VM, 29 retired, 30 RETIRED_ prefix), and their order by keyword.
/// </summary>
internal static class StandardTable
{
    public static string Write(List<Element> elements, ValueCodes codes)
    {
        var packed = new List<uint>();
        var offset = 0u;
        foreach (var element in elements)
        {
            packed.Add(offset | codes.VrCode(element.Vr) << 18 | codes.VmCode(element.Vm) << 24 | (element.IsRetired ? 1u << 29 : 0)
                | (element.IsPrefixed ? 1u << 30 : 0));
            offset += (uint)element.Keyword.Length;
        }

        if (offset >= 1 << 18)
            throw new InvalidDataException("The keywords have outgrown their offset; widen the field");

        var byKeyword = Enumerable.Range(0, elements.Count).OrderBy(index => elements[index].Keyword, StringComparer.Ordinal);
        var source = new StringBuilder(Source.Header)
            .Append("/// <summary>The public data dictionary, PS3.6 chapters 6 to 8 and PS3.7 annex E.</summary>\n")
            .Append("internal static class StandardTable\n{\n");
        Source.AppendNumbers(source, "uint", "Tags", elements.Select(element => element.Tag));
        source.Append('\n');
        Source.AppendNumbers(source, "uint", "RepeatingMasks",
            elements.Where(element => element.IsRepeating).Select(element => element.Mask));
        source.Append('\n');
        Source.AppendNumbers(source, "uint", "Packed", packed);
        source.Append('\n');
        Source.AppendNumbers(source, "ushort", "ByKeyword", byKeyword.Select(index => (uint)index));
        source.Append('\n');
        Source.AppendNames(source, "Keywords", elements.Select(element => element.Keyword));
        return source.Append("}\n").ToString();
    }
}
