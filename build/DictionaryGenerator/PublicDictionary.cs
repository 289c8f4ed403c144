namespace EventDicom.DictionaryGenerator;

/// <summary>
/// Joins the two dictionaries: values come from the standard, the RETIRED_ prefix from DCMTK. What only DCMTK has
/// (the elements of commands, ACR-NEMA's codes at fixed places) is added as it stands.
/// </summary>
internal static class PublicDictionary
{
    private const string Prefix = "RETIRED_";

    // Orthanc shows these by their plain keyword whatever the dictionary says.
    private static readonly HashSet<string> AlwaysPlain = new(StringComparer.Ordinal)
    {
        "AccessionNumber", "SOPInstanceUID", "PatientID", "SeriesInstanceUID", "StudyInstanceUID", "PixelData", "ImageIndex",
        "InstanceNumber", "NumberOfSlices", "NumberOfFrames", "CardiacNumberOfImages", "ImagesInAcquisition", "PatientName",
        "ImagePositionPatient", "ImageOrientationPatient", "OtherPatientIDs",
    };

    public static List<Element> Merge(List<Element> standard, List<DcmtkFiles.Row> dcmtk)
    {
        var names = dcmtk.ToDictionary(row => row.Tag);
        var merged = standard.ConvertAll(element =>
            names.TryGetValue(element.Tag, out var row)
            ? element with { IsPrefixed = IsPrefixed(row) } : element with { IsPrefixed = element.IsRetired && element.IsRepeating });

        var known = standard.Select(element => element.Tag).ToHashSet();
        merged.AddRange(
            from row in dcmtk
            where !known.Contains(row.Tag) && !standard.Exists(element => element.IsRepeating && (row.Tag & element.Mask) == element.Tag)
            let isPrefixed = IsPrefixed(row)
            select new Element(row.Tag, uint.MaxValue, Plain(row.Name), row.Vr, row.Vm, isPrefixed, isPrefixed));

        var duplicates = merged.GroupBy(element => element.Keyword).Where(same => same.Count() > 1).Select(same => same.Key).ToList();
        if (duplicates.Count > 0)
            throw new InvalidDataException($"Keywords of two elements: {string.Join(", ", duplicates)}");

        return [.. merged.OrderBy(element => element.IsRepeating).ThenBy(element => element.Tag)];
    }

    private static bool IsPrefixed(DcmtkFiles.Row row) =>
        row.Name.StartsWith(Prefix, StringComparison.Ordinal) && !AlwaysPlain.Contains(Plain(row.Name));

    private static string Plain(string name) => name.StartsWith(Prefix, StringComparison.Ordinal) ? name[Prefix.Length..] : name;
}
