using System.Globalization;
using EventDicom.Dicom;
using EventDicom.Domain.Errors;

namespace EventDicom.Domain.Modifying.Requests;

/// <summary>One step down: a sequence, and one of its items.</summary>
/// <param name="Item">From 0 on; <c>null</c> for every item.</param>
public readonly record struct DicomPathStep(DicomTag Sequence, int? Item);

/// <summary>
/// Where attributes are, as requests write it: <c>PatientName</c>, <c>0008,1140[0].PatientName</c>, <c>SeqA[*].SeqB[2].Tag</c>. Each tag in
/// hexadecimal may be in parentheses: <c>(0008,1140)[0].(0010,0010)</c>.
/// </summary>
public sealed class DicomPath
{
    // Longer ones lead nowhere: data sets are not read to such a depth.
    private const int MaximumSteps = 128;

    private DicomPath(IReadOnlyList<DicomPathStep> steps, DicomTag tag) => (Steps, Tag) = (steps, tag);

    /// <summary>From the first level down; empty for an attribute of the first level.</summary>
    public IReadOnlyList<DicomPathStep> Steps { get; }

    /// <summary>The attribute in the last item.</summary>
    public DicomTag Tag { get; }

    /// <returns>Refused with error 27: a step names no attribute; 3: an index is missing or is none, or no data set has such an
    /// attribute.</returns>
    public static Answer<DicomPath> Parse(string text, DicomDictionary dictionary)
    {
        var parts = text.Split('.', MaximumSteps + 1);
        if (parts.Length > MaximumSteps) return OutOfRange("The path is too deep");

        var steps = new DicomPathStep[parts.Length - 1];
        for (var i = 0; i < steps.Length; i++)
            if (ParseStep(parts[i], dictionary).IsRefused(out var bad, out steps[i]))
                return bad;
        return ParseTag(parts[^1], dictionary).IsRefused(out var refused, out var tag) ? refused : new DicomPath(steps, tag);
    }

    /// <summary>Whether a place is the one, or one of those, that this path means.</summary>
    public bool Matches(IReadOnlyList<DicomPathStep> steps, DicomTag tag)
    {
        if (tag != Tag || steps.Count != Steps.Count) return false;
        for (var i = 0; i < steps.Count; i++)
            if (Steps[i].Sequence != steps[i].Sequence || (Steps[i].Item is { } item && item != steps[i].Item))
                return false;
        return true;
    }

    public override string ToString() =>
        string.Concat(Steps.Select(step => $"{step.Sequence}[{step.Item?.ToString(CultureInfo.InvariantCulture) ?? "*"}].")) + Tag;

    private static Answer<DicomPathStep> ParseStep(string text, DicomDictionary dictionary)
    {
        var bracket = text.IndexOf('[', StringComparison.Ordinal);
        if (bracket < 0) return OutOfRange("Parent path doesn't contain an index");

        var index = text.AsSpan(bracket).Trim();
        if (index[^1] != ']') return NoIndex(index);
        var number = index[1..^1].Trim();
        int? item = null;
        if (number is not "*")
        {
            if (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var one)) return NoIndex(index);
            item = one;
        }
        return ParseTag(text[..bracket], dictionary).IsRefused(out var refused, out var sequence)
            ? refused : new DicomPathStep(sequence, item);
    }

    private static Answer<DicomTag> ParseTag(string text, DicomDictionary dictionary) =>
        text.Trim() is ['(', .. var hexadecimal, ')'] && DicomTag.TryParseHex(hexadecimal, out var tag)
        ? OfDataset(tag) : ParsePlainTag(text, dictionary);

    /// <summary>A tag where there are no paths: a name, or hexadecimal without parentheses.</summary>
    /// <inheritdoc cref="Parse"/>
    internal static Answer<DicomTag> ParsePlainTag(string text, DicomDictionary dictionary) =>
        dictionary.TryParseTag(text.Trim(), out var tag)
        ? OfDataset(tag) : new Refused(OrthancError.UnknownDicomTag, $"Unknown DICOM tag: \"{Shortened(text.Trim())}\"");

    private static Answer<DicomTag> OfDataset(DicomTag tag) =>
        tag.IsOfDataset ? tag : OutOfRange($"Tag {tag} is none that a data set can have, and cannot be replaced, removed or kept");

    private static string Shortened(string text) => text.Length > 64 ? text[..64] : text;

    private static Refused NoIndex(ReadOnlySpan<char> text) => OutOfRange($"Not a valid index in parent path: {text}");

    private static Refused OutOfRange(string details) => new(OrthancError.ParameterOutOfRange, details);
}
