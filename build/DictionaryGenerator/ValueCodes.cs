using System.Text;

namespace EventDicom.DictionaryGenerator;

/// <summary>Numbers the few distinct VRs and VMs, so that an element names them in eleven bits.</summary>
internal sealed class ValueCodes
{
    private readonly List<string> vrs = [];
    private readonly List<string> vms = [];

    public uint VrCode(string vr) => Code(vrs, vr, 64);

    public uint VmCode(string vm) => Code(vms, vm, 32);

    private static uint Code(List<string> values, string value, int limit)
    {
        var index = values.IndexOf(value);
        if (index < 0)
        {
            index = values.Count;
            values.Add(value);
            if (index >= limit)
                throw new InvalidDataException($"More than {limit} distinct values; widen the field");
        }

        return (uint)index;
    }

    public string Write()
    {
        var source = new StringBuilder(Source.Header)
            .Append("/// <summary>The distinct VRs and VMs that the dictionary tables name by number.</summary>\n")
            .Append("internal static class ValueTable\n{\n");
        Append(source, "Vrs", vrs);
        source.Append('\n');
        Append(source, "Vms", vms);
        return source.Append("}\n").ToString();
    }

    private static void Append(StringBuilder source, string name, List<string> values)
    {
        source.Append("    public static readonly string[] ").Append(name).Append(" =\n    [\n");
        foreach (var chunk in values.Chunk(12))
            source.Append("        ").AppendJoin(", ", chunk.Select(value => $"\"{value}\"")).Append(",\n");
        source.Append("    ];\n");
    }
}
