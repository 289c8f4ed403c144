namespace EventDicom.Dicom;

/// <summary>A person's name (PS3.5 section 6.2.1) in its groups.</summary>
internal static class DicomModelName
{
    private static readonly string[] s_groups = ["Alphabetic", "Ideographic", "Phonetic"];

    /// <summary>The groups that are not empty, by the names that PS3.18 and PS3.19 have for them.</summary>
    public static IEnumerable<(string Group, string Text)> GroupsOf(string name) =>
        s_groups.Zip(name.Split('='), (group, text) => (group, Text: text.TrimEnd(' '))).Where(group => group.Text.Length > 0);
}
