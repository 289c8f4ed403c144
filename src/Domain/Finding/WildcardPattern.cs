namespace EventDicom.Domain.Finding;

/// <summary>Patterns with <c>*</c> for any characters and <c>?</c> for one character of Unicode (PS3.4 section C.2.2.2.4).</summary>
internal static class WildcardPattern
{
    /// <summary>Takes no more steps than the lengths of both, multiplied.</summary>
    public static bool Fits(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text)
    {
        var (at, star, resumed) = (0, -1, 0);
        for (var i = 0; i < text.Length;)
        {
            if (at < pattern.Length && pattern[at] == '*')
            {
                (star, resumed) = (at++, i);
            }
            else if (at < pattern.Length && pattern[at] == '?')
            {
                i += LengthAt(text, i);
                at++;
            }
            else if (at < pattern.Length && pattern[at] == text[i])
            {
                i++;
                at++;
            }
            else if (star >= 0)
            {
                // The star takes one more.
                resumed += LengthAt(text, resumed);
                (at, i) = (star + 1, resumed);
            }
            else
            {
                return false;
            }
        }
        return pattern[at..].TrimStart('*').IsEmpty;
    }

    private static int LengthAt(ReadOnlySpan<char> text, int index) =>
        char.IsHighSurrogate(text[index]) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]) ? 2 : 1;
}
