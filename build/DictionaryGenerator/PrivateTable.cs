using System.Text;

namespace EventDicom.DictionaryGenerator;

/// <summary>
/// The private elements of each creator, creators in ordinal order: a key (group and element; below 1000 the element is
/// relative to its block) and a packed number (bits 0-17 offset of the name, 18-23 VR, 24-28 VM). Few have a range of groups;
/// those stand for all odd groups of the range and come in a list of their own.
/// </summary>
internal static class PrivateTable
{
    public static string Write(List<PrivateElement> elements, ValueCodes codes)
    {
        var creators = elements.Select(element => element.Creator).Distinct().Order(StringComparer.Ordinal).ToList();
        var names = elements.Select(element => element.Name).Distinct().Order(StringComparer.Ordinal).ToList();
        var offsets = new Dictionary<string, uint>();
        var offset = 0u;
        foreach (var name in names)
        {
            offsets[name] = offset;
            offset += (uint)name.Length + 1; // each name ends with a NUL, for the offsets are shared
        }

        var starts = new List<uint>();
        var keys = new List<uint>();
        var packed = new List<uint>();
        foreach (var creator in creators)
        {
            starts.Add((uint)keys.Count);
            foreach (var element in elements.Where(e => e.Creator == creator).OrderBy(KeyOf))
            {
                if (element.LastGroup != element.FirstGroup && (element.FirstGroup & 0xFF) != 1 | (element.LastGroup & 0xFF) != 0xFF)
                    throw new InvalidDataException($"An unforeseen range of groups: {element}");

                // A range xx01-xxFF is kept under its even group xx00, which no private element can have.
                keys.Add(element.LastGroup != element.FirstGroup ? KeyOf(element) & 0xFF00_FFFF : KeyOf(element));
                packed.Add(offsets[element.Name] | codes.VrCode(element.Vr) << 18 | codes.VmCode(element.Vm) << 24);
            }
        }

        starts.Add((uint)keys.Count);
        var source = new StringBuilder(Source.Header)
            .Append("/// <summary>Private elements of well-known vendors, by creator.</summary>\n")
            .Append("internal static class PrivateTable\n{\n");
        Source.AppendNumbers(source, "ushort", "Starts", starts);
        source.Append('\n');
        Source.AppendNumbers(source, "uint", "Keys", keys);
        source.Append('\n');
        Source.AppendNumbers(source, "uint", "Packed", packed);
        source.Append('\n');
        Source.AppendNumbers(source, "ushort", "CreatorOffsets", Source.Offsets(creators));
        source.Append('\n');
        Source.AppendNames(source, "Creators", creators);
        source.Append('\n');
        Source.AppendNames(source, "Names", names.Select(name => name + "\0"));
        return source.Append("}\n").ToString();
    }

    private static uint KeyOf(PrivateElement element) => (uint)element.FirstGroup << 16 | element.ElementNumber;
}
