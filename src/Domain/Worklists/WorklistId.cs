using System.Text;

namespace EventDicom.Domain.Worklists;

/// <summary>What worklists may be called: any text that may be the name of a file.</summary>
public static class WorklistId
{
    // File systems take names of 255 bytes, and the extension is a part of that.
    private const int LongestInBytes = 200;

    /// <summary>The stream of a worklist. It goes on when the name is used again.</summary>
    public static string StreamOf(string id) => $"worklist:{id}";

    public static string New() => Guid.NewGuid().ToString();

    /// <summary>Whether a worklist may be called so: nothing that leads to another folder, or that nobody can read.</summary>
    public static bool IsValid(string id) =>
        id.Length is > 0 and <= LongestInBytes && IsUnicode(id) && Encoding.UTF8.GetByteCount(id) <= LongestInBytes
        && !id.Any(char.IsControl) && id.AsSpan().IndexOfAny('/', '\\') < 0 && !id.Contains("..", StringComparison.Ordinal)
        // What is left of a slash in an address.
        && !id.Contains("%2f", StringComparison.OrdinalIgnoreCase);

    // Half of a surrogate pair has no bytes.
    private static bool IsUnicode(string text) => text.EnumerateRunes().All(rune => rune != Rune.ReplacementChar);
}
