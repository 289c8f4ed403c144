using System.Text.Json;
using EventDicom.Domain;
using EventDicom.Domain.Finding;

namespace EventDicom.Projections.Finding;

/// <summary>What a row has of main tags for searches beside the tags themselves.</summary>
internal static class SearchText
{
    /// <summary>Of each column of the table of a level, in their order.</summary>
    /// <param name="ofPatient">Those of the patient as a study has them.</param>
    public static string?[] Columns(ResourceLevel level, IReadOnlyDictionary<string, string> tags,
        IReadOnlyDictionary<string, string>? ofPatient) =>
        [.. SearchColumn.Of(level).Select(column => Of(column, level, tags, ofPatient))];

    public static string? Of(SearchColumn column, ResourceLevel level, IReadOnlyDictionary<string, string> tags,
        IReadOnlyDictionary<string, string>? ofPatient) =>
        (column.Owner == level ? tags : ofPatient)?.TryGetValue(column.Key, out var text) == true ? FoldedText.Of(text) : null;

    /// <summary>The values that folding changes, as JSON; <c>null</c> for none, as for most instances: nothing is stored twice.</summary>
    public static string? Folded(IReadOnlyDictionary<string, string> tags, IReadOnlyDictionary<string, string>? ofPatient = null)
    {
        Dictionary<string, string>? folded = null;
        foreach (var (key, text) in ofPatient is null ? tags : ofPatient.Concat(tags))
            if (FoldedText.Of(text) is var changed && changed != text) (folded ??= [])[key] = changed;
        return folded is null ? null : JsonSerializer.Serialize(folded);
    }
}
