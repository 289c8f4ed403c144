using System.Globalization;

namespace EventDicom.Domain.Archives;

/// <summary>What Orthanc calls the folders and files of an archive.</summary>
public static class ArchiveNames
{
    public const string UnknownPatient = "Unknown Patient";
    public const string UnknownStudy = "Unknown Study";
    public const string UnknownSeries = "Unknown Series";

    // What file systems take; the name gets a number at its end when another resource has it too.
    private const int LongestFolder = 200;

    /// <summary>
    /// The folder of a resource: two of its tags, joined by a space. Of them remain ASCII letters, digits, points, underscores and
    /// single spaces; carets become spaces.
    /// </summary>
    /// <param name="unknown">What the folder is called when nothing remains that names one.</param>
    public static string Folder(string? first, string? second, string unknown)
    {
        Span<char> name = stackalloc char[LongestFolder];
        var length = 0;
        foreach (var c in $"{first} {second}")
        {
            if (length == LongestFolder) break;
            if (char.IsAsciiLetterOrDigit(c) || c is '.' or '_') name[length++] = c;
            else if (c is ' ' or '^' && length > 0 && name[length - 1] != ' ') name[length++] = ' ';
        }

        var trimmed = name[..length].TrimEnd(' ');
        // A folder of points alone would lead out of the archive.
        return trimmed.TrimEnd('.').IsEmpty ? unknown : trimmed.ToString();
    }

    /// <summary>A file of a series: the first letters of its modality and a number from 0 on, eight characters together, as media want them.</summary>
    public static string File(string? modality, int number)
    {
        var prefix = string.Concat((modality ?? "").Where(char.IsAsciiLetterOrDigit).Take(2)).ToUpperInvariant();
        return string.Create(CultureInfo.InvariantCulture, $"{prefix}{number.ToString($"D{8 - prefix.Length}", CultureInfo.InvariantCulture)}.dcm");
    }
}
