using EventDicom.Dicom;

namespace EventDicom.Domain.Finding;

/// <summary>
/// What a search asks of one text (PS3.4 section C.2.2.2, as Orthanc reads it). A text that is not there never matches. A value of several
/// parts is one text with backslashes.
/// </summary>
public abstract record TextMatch
{
    private static readonly HashSet<DicomVR> s_withWildcards =
        [DicomVR.AE, DicomVR.CS, DicomVR.LO, DicomVR.LT, DicomVR.PN, DicomVR.SH, DicomVR.ST, DicomVR.UC, DicomVR.UR, DicomVR.UT];

    private TextMatch(bool caseSensitive) => CaseSensitive = caseSensitive;

    /// <summary>Whether case counts; where it does not, both sides are compared as <see cref="FoldedText"/>.</summary>
    public bool CaseSensitive { get; init; }

    /// <summary>Equal to one of some texts.</summary>
    public sealed record OneOf(IReadOnlyList<string> Values, bool CaseSensitive) : TextMatch(CaseSensitive)
    {
        protected override bool Fits(string value) => Values.Any(wanted => string.Equals(InForm(wanted), value, StringComparison.Ordinal));
    }

    /// <summary>A pattern, in which <c>*</c> stands for any characters and <c>?</c> for one.</summary>
    public sealed record Wildcard(string Pattern, bool CaseSensitive) : TextMatch(CaseSensitive)
    {
        protected override bool Fits(string value) => WildcardPattern.Fits(InForm(Pattern), value);
    }

    /// <summary>From one text to another, both included; <c>null</c> for no bound. Compared character by character.</summary>
    public sealed record Range(string? From, string? To, bool CaseSensitive) : TextMatch(CaseSensitive)
    {
        protected override bool Fits(string value) =>
            (From is null || string.CompareOrdinal(value, InForm(From)) >= 0)
            && (To is null || string.CompareOrdinal(value, InForm(To)) <= 0);
    }

    /// <summary>Whether a text fits; one that is not there does not.</summary>
    public bool Matches(string? text) => text is not null && Fits(InForm(text));

    /// <summary>A text as this compares it.</summary>
    public string InForm(string text) => CaseSensitive ? text : FoldedText.Of(text);

    /// <summary>Whether <c>*</c> and <c>?</c> stand for others in values of the VR (PS3.4 section C.2.2.2.4).</summary>
    public static bool AllowsWildcards(DicomVR vr) => s_withWildcards.Contains(vr);

    /// <summary>What a value of a query asks of a tag: a range for dates and times, a list, a pattern, or equality.</summary>
    /// <param name="match"><c>null</c> for no constraint.</param>
    /// <returns>False: the value has a wildcard, and the VR allows none (PS3.4 section C.2.2.2.4).</returns>
    public static bool TryRead(DicomTag tag, DicomVR vr, string value, bool caseSensitive, out TextMatch? match)
    {
        match = null;
        // Which a client sends for "any" on the keys that every service has; elsewhere the tag must be there.
        if (value.Length == 0 || (value == "*" && s_withWildcards.Contains(vr) && Identifiers.Contains(tag))) return true;
        if ((vr == DicomVR.DA || vr == DicomVR.TM || vr == DicomVR.DT) && value.IndexOf('-') is >= 0 and var dash)
        {
            var (from, to) = (value[..dash], value[(dash + 1)..]);
            match = new Range(from.Length == 0 ? null : from, to.Length == 0 ? null : to, caseSensitive);
            return true;
        }
        match = Read(value, caseSensitive);
        return match is not Wildcard || s_withWildcards.Contains(vr);
    }

    /// <summary>What a value of a query asks of a text without a VR: a list, a pattern, or equality; <c>null</c> for nothing.</summary>
    public static TextMatch? Read(string value, bool caseSensitive) =>
        value.Length == 0 ? null
        : value.Contains('\\') ? new OneOf(value.Split('\\'), caseSensitive)
        : value.AsSpan().IndexOfAny('*', '?') >= 0 ? new Wildcard(value, caseSensitive)
        : new OneOf([value], caseSensitive);

    /// <summary>The keys that Orthanc calls identifiers.</summary>
    public static IReadOnlySet<DicomTag> Identifiers { get; } = new HashSet<DicomTag>
    {
        DicomTag.PatientID, DicomTag.PatientName, DicomTag.PatientBirthDate, DicomTag.StudyInstanceUID, DicomTag.AccessionNumber,
        DicomTag.StudyDescription, DicomTag.StudyDate, DicomTag.SeriesInstanceUID, DicomTag.SOPInstanceUID,
    };

    protected abstract bool Fits(string value);
}
