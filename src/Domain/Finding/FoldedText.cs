namespace EventDicom.Domain.Finding;

/// <summary>Text as it is compared where case does not count: upper-cased Unicode, one character for one, accents kept.</summary>
public static class FoldedText
{
    public static string Of(string text) => text.ToUpperInvariant();
}
