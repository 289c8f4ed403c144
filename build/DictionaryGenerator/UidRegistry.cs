using System.Globalization;
using System.Text;

namespace EventDicom.DictionaryGenerator;

/// <summary>The UIDs of PS3.6 annex A, and the storage SOP classes that are newer than that list.</summary>
internal static class UidRegistry
{
    public sealed record Uid(string Value, string Kind, bool IsRetired, string Keyword, string Name);

    public static List<Uid> Read(string path, Dictionary<string, string> storage)
    {
        var uids = new List<Uid>();
        foreach (var line in File.ReadLines(path).Where(line => !line.StartsWith('#')))
        {
            if (line.Split('\t') is not [var value, var kind, var retired, var keyword, var name])
                throw new InvalidDataException($"Not five fields: {line}");

            uids.Add(new(value, kind == "SopClass" && IsStorage(value, name) ? "StorageSopClass" : kind, retired == "retired",
                keyword, name));
        }

        var known = uids.Select(uid => uid.Value).ToHashSet(StringComparer.Ordinal);
        uids.AddRange(
            from sop in storage
            where !known.Contains(sop.Key)
            select new Uid(sop.Key, "StorageSopClass", false, string.Concat(sop.Value.Where(char.IsAsciiLetterOrDigit)), sop.Value));
        return [.. uids.OrderBy(uid => uid.Value, StringComparer.Ordinal)];

        // A DICOMDIR is a SOP class of media (PS3.4 annex I.4), not of the storage service.
        bool IsStorage(string value, string name) =>
            value != "1.2.840.10008.1.3.10"
            && (storage.ContainsKey(value)
                || (name.Contains("Storage", StringComparison.Ordinal) && !name.Contains("Commitment", StringComparison.Ordinal)));
    }

    public static string WriteMembers(List<Uid> uids)
    {
        var source = new StringBuilder(Source.Header).Append("public sealed partial record DicomUID\n{\n");
        foreach (var uid in uids)
            source.Append(CultureInfo.InvariantCulture, $"    public const string {uid.Keyword} = \"{uid.Value}\";\n");
        return source.Append("}\n").ToString();
    }

    public static string WriteTable(List<Uid> uids)
    {
        var kinds = uids.Select(uid => uid.Kind).Distinct().Order(StringComparer.Ordinal);
        var source = new StringBuilder(Source.Header)
            .Append(
                "/// <summary>The registry of PS3.6 annex A in ordinal order of the UIDs: four columns, and the retired ones marked by "
                + "0x80 in the kind.</summary>\n")
            .Append("internal static class UidTable\n{\n    private const byte Retired = 0x80;\n");
        foreach (var kind in kinds)
            source.Append(CultureInfo.InvariantCulture, $"    private const byte {kind} = (byte)DicomUIDKind.{kind};\n");
        source.Append("\n    public static ReadOnlySpan<byte> Kinds =>\n    [\n");
        foreach (var chunk in uids.Chunk(8))
            source.Append("        ").AppendJoin(", ", chunk.Select(uid => uid.IsRetired ? $"{uid.Kind} | Retired" : uid.Kind))
                .Append(",\n");
        source.Append("    ];\n");
        AppendColumn("Values", uid => uid.Value);
        AppendColumn("Keywords", uid => uid.Keyword);
        AppendColumn("Names", uid => uid.Name);
        return source.Append("}\n").ToString();

        void AppendColumn(string name, Func<Uid, string> column)
        {
            source.Append('\n');
            Source.AppendNumbers(source, "ushort", name[..^1] + "Offsets", Source.Offsets(uids.Select(column)));
            source.Append('\n');
            Source.AppendNames(source, name, uids.Select(column));
        }
    }
}
