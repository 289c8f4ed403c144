using System.Globalization;
using EventDicom.Dicom;
using EventDicom.Domain.Finding;

namespace EventDicom.Domain.Worklists;

/// <summary>
/// What a worklist can be looked for by without reading it: a word for each value that modalities usually ask for. A query that asks for
/// one passes over every worklist that has neither a word that would do nor one that says that nobody knows; what is left is read, and
/// compared as if there were no words.
/// </summary>
public static class WorklistWords
{
    /// <summary>Of a worklist that could not be read when its words were written down.</summary>
    public const string Unknown = "?";

    // Characters, values: more is not what these attributes are for.
    private const int Longest = 64, MostValues = 100;

    // Days and what lies between months, as numbers: a quarter of a year.
    private const int LongestRange = 400;

    private static readonly DicomTag[] s_own = [DicomTag.PatientID, DicomTag.AccessionNumber];

    private static readonly DicomTag[] s_ofSteps =
        [DicomTag.ScheduledProcedureStepStartDate, DicomTag.Modality, DicomTag.ScheduledStationAETitle];

    /// <summary>The words of a worklist.</summary>
    public static IReadOnlyList<string> Of(DicomDataset worklist)
    {
        var words = new HashSet<string>();
        foreach (var tag in s_own) words.UnionWith(Of(worklist, tag));
        // One without steps fits whatever is asked of them.
        if (worklist.Find(DicomTag.ScheduledProcedureStepSequence) is not DicomSequence steps) words.UnionWith(s_ofSteps.Select(Anything));
        else
            foreach (var step in steps.Items)
                foreach (var tag in s_ofSteps) words.UnionWith(Of(step, tag));
        return words.Count <= MostValues ? [.. words] : [Unknown];
    }

    /// <summary>The words of which a worklist must have one to fit a key.</summary>
    /// <param name="isOfStep">Whether it is a key of the step, and not of the worklist itself.</param>
    /// <returns><c>null</c> where words do not tell.</returns>
    internal static IReadOnlyList<string>? Asked(DicomTag tag, bool isOfStep, TextMatch match)
    {
        if (!(isOfStep ? s_ofSteps : s_own).Contains(tag)) return null;
        var values = match switch
        {
            TextMatch.OneOf { CaseSensitive: true, Values: { Count: <= MostValues } some } => some.Where(IsPlain),
            TextMatch.Range { From: { } from, To: { } to } when IsDate(from) && IsDate(to) => Between(from, to),
            _ => null,
        };
        return values is null ? null : [Unknown, Anything(tag), .. values.Select(value => Word(tag, value))];
    }

    private static IEnumerable<string> Of(DicomDataset dataset, DicomTag tag)
    {
        if (dataset.Find(tag) is not { } item) return [];
        if (item is not DicomElement element || !dataset.TryGetString(element, out var text)) return [Anything(tag)];
        // The value as a whole and each of several: what a query fits is one of them.
        string[] values = [text.Trim(' '), .. text.Split('\\').Select(value => value.Trim(' '))];
        // In which character set the rest is nobody has to know here. Ranges compare dates as texts.
        return values.All(IsPlain) && (tag != DicomTag.ScheduledProcedureStepStartDate || values.All(IsDate))
            ? values.Distinct().Select(value => Word(tag, value))
            : [Anything(tag)];
    }

    // Every number, also those that are no date: they compare like the texts.
    private static IEnumerable<string>? Between(string from, string to)
    {
        var (first, last) = (int.Parse(from, CultureInfo.InvariantCulture), int.Parse(to, CultureInfo.InvariantCulture));
        return last - first > LongestRange ? null
            : Enumerable.Range(first, Math.Max(last - first + 1, 0)).Select(day => day.ToString("D8", CultureInfo.InvariantCulture));
    }

    private static bool IsPlain(string value) => value.Length <= Longest && value.All(letter => letter is >= ' ' and < '\x7f');

    private static bool IsDate(string value) => value.Length == 8 && value.All(char.IsAsciiDigit);

    private static string Word(DicomTag tag, string value) => $"{tag}={value}";

    private static string Anything(DicomTag tag) => $"{tag}?";
}
