using System.Text.Json;
using EventDicom.Support;

namespace EventDicom.Dicom.Tests.Dictionary;

/// <summary>Every row of the standard's own lists, read anew.</summary>
public sealed class AgreeingWithTheStandard
{
    [SharedDataFact]
    public void knows_every_attribute_of_the_data_dictionary()
    {
        var differences = new List<string>();
        foreach (var row in Rows("attributes.json"))
        {
            // An x may be any digit; 3 is in no exact tag of the same element.
            var id = row.GetProperty("id").GetString()!.ToUpperInvariant();
            var keyword = row.GetProperty("keyword").GetString()!;
            if (keyword.Length == 0 || !DicomTag.TryParseHex(id.StartsWith("50XX") || id.StartsWith("60XX") || id.StartsWith("7FXX")
                ? id.Replace("XX", "02") : id.Replace('X', '3'), out var tag))
                continue;

            var vrs = row.GetProperty("valueRepresentation").GetString()!;
            var entry = DicomDictionary.Default.Find(tag);
            var ours = entry is null ? null : $"{entry.Keyword} {string.Join(" or ", entry.VRs)} {entry.VM} {entry.IsRetired}";
            var theirs =
                $"{keyword} {(vrs.StartsWith("See") ? "" : vrs)} {row.GetProperty("valueMultiplicity").GetString()} {row.GetProperty("retired").GetString() == "Y"}";
            if (ours != theirs)
                differences.Add($"{id} {theirs} is {ours}");
        }

        differences.ShouldBeEmpty();
    }

    [SharedDataFact]
    public void knows_every_storage_sop_class()
    {
        foreach (var row in Rows("sops.json"))
        {
            var uid = DicomUIDRegistry.Find(row.GetProperty("id").GetString()).ShouldNotBeNull(row.GetRawText());
            uid.IsStorageSopClass.ShouldBe(uid.Value != DicomUID.MediaStorageDirectoryStorage, uid.Name);
        }
    }

    private static List<JsonElement> Rows(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(SharedData.PathOf("standard", file)));
        var rows = document.RootElement.EnumerateArray().Select(row => row.Clone()).ToList();
        rows.Count.ShouldBeGreaterThan(100);
        return rows;
    }
}
