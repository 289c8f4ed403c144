using System.Globalization;
using System.Text;

namespace EventDicom.Domain.Archives;

/// <summary>What Orthanc calls the folders and files of an archive.</summary>
public static class ArchiveNames
{
    public const string UnknownPatient = "Unknown Patient";
    public const string UnknownStudy = "Unknown Study";
    public const string UnknownSeries = "Unknown Series";

    private const string Separator = " - ";

    // What file systems take, in bytes of UTF-8; the name gets a number at its end when another resource has it too.
    private const int LongestFolder = 200;

    /// <summary>
    /// The folder of a resource: some of its tags, joined by <c> - </c>. What file systems do not take in names, and control characters,
    /// become spaces, of which one remains.
    /// </summary>
    /// <param name="unknown">What the folder is called when nothing remains that names one.</param>
    /// <param name="utf8">Whether letters beyond ASCII may stay; else they are left out.</param>
    /// <param name="tags">Those that are missing or empty are left out.</param>
    public static string Folder(string unknown, bool utf8, params ReadOnlySpan<string?> tags)
    {
        var name = new StringBuilder(LongestFolder);
        foreach (var tag in tags)
        {
            var part = Part(tag ?? "", utf8);
            if (part.Trim(['^', ' ']).Length == 0) continue;
            if (name.Length > 0) name.Append(Separator);
            name.Append(part);
        }

        var trimmed = Bound(name.ToString()).Trim(' ');
        // A folder of points alone would lead out of the archive.
        return trimmed.Trim(['.', ' ']).Length == 0 ? unknown : trimmed;
    }

    private static string Part(string text, bool utf8)
    {
        var part = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            // Half of a surrogate pair becomes U+FFFD here.
            var isSpace = Rune.IsControl(rune) || rune == Rune.ReplacementChar
                || rune.Value is ' ' or ':' or '*' or '?' or '"' or '<' or '>' or '|' or '/' or '\\';
            if (isSpace && part.Length > 0 && part[^1] != ' ') part.Append(' ');
            else if (!isSpace && (utf8 || rune.IsAscii)) part.Append(rune.ToString());
        }
        return part.ToString().Trim(' ');
    }

    private static string Bound(string name)
    {
        var (bytes, length) = (0, 0);
        foreach (var rune in name.EnumerateRunes())
        {
            if ((bytes += rune.Utf8SequenceLength) > LongestFolder) break;
            length += rune.Utf16SequenceLength;
        }
        return name[..length];
    }

    /// <summary>A file of a series: the first letters of its modality and a number, eight characters together, as media want
    /// them.</summary>
    public static string File(string? modality, int number)
    {
        var prefix = string.Concat((modality ?? "").Where(char.IsAsciiLetterOrDigit).Take(2)).ToUpperInvariant();
        return string.Create(CultureInfo.InvariantCulture,
            $"{prefix}{number.ToString($"D{8 - prefix.Length}", CultureInfo.InvariantCulture)}.dcm");
    }
}
