namespace EventDicom.Projections;

/// <summary>What PostgreSQL takes as text: no NUL, and nothing that UTF-8 cannot write.</summary>
public static class DatabaseText
{
    /// <summary>Whether a parameter of a statement is no text, or text that a column could hold.</summary>
    public static bool IsPossible(object? parameter) => parameter is not string text || IsPossible(text);

    public static bool IsPossible(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\0' || char.IsLowSurrogate(text[i])) return false;
            if (char.IsHighSurrogate(text[i]) && (++i == text.Length || !char.IsLowSurrogate(text[i]))) return false;
        }
        return true;
    }
}
