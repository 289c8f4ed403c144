using System.Globalization;
using System.Text;

namespace EventDicom.Api.Errors;

/// <summary>What others wrote, as it may be repeated in an answer or in the log: its beginning, on one line.</summary>
internal static class Excerpt
{
    /// <summary>Characters; Orthanc's own details are shorter.</summary>
    public const int MaximumLength = 300;

    /// <summary>At most <see cref="MaximumLength"/> characters; control characters, separators of lines and halves of surrogate pairs are
    /// escaped.</summary>
    public static string Of(string text)
    {
        var cut = text.Length > MaximumLength;
        if (!cut && !text.Any(IsEscaped)) return text;

        var excerpt = new StringBuilder(MaximumLength + 8);
        var kept = cut ? text.AsSpan(0, MaximumLength) : text;
        for (var index = 0; index < kept.Length; index++)
        {
            var character = kept[index];
            if (char.IsHighSurrogate(character) && index + 1 < kept.Length && char.IsLowSurrogate(kept[index + 1]))
                excerpt.Append(character).Append(kept[++index]);
            else if (IsEscaped(character))
                excerpt.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
            else
                excerpt.Append(character);
        }
        return cut ? excerpt.Append('…').ToString() : excerpt.ToString();
    }

    private static bool IsEscaped(char character) =>
        char.IsControl(character) || char.IsSurrogate(character) || character is '\u2028' or '\u2029';
}
