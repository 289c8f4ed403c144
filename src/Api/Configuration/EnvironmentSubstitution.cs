using System.Text;
using System.Text.Json;

namespace EventDicom.Api.Configuration;

/// <summary>
/// Replaces <c>${NAME}</c> and <c>${NAME:-default}</c> in the text of a configuration file, before it is read as JSON: so
/// <c>"HttpPort": ${PORT}</c> works too. Inside a string the variable's value is escaped; comments are left alone.
/// A variable that is not set is its default, or nothing.
/// </summary>
internal static class EnvironmentSubstitution
{
    private const string Start = "${";

    private const string DefaultMark = ":-";

    public static string Apply(string text, IReadOnlyDictionary<string, string> environment)
    {
        if (!text.Contains(Start, StringComparison.Ordinal)) return text;

        var result = new StringBuilder(text.Length);
        var inString = false;
        for (var index = 0; index < text.Length;)
        {
            if (!inString && CommentLength(text, index) is > 0 and var comment)
            {
                result.Append(text, index, comment);
                index += comment;
            }
            else if (Reference(text, index) is { } reference)
            {
                result.Append(Value(reference, environment, inString));
                index += reference.Length;
            }
            else if (inString && text[index] == '\\' && index + 1 < text.Length)
            {
                result.Append(text, index, 2);
                index += 2;
            }
            else
            {
                inString ^= text[index] == '"';
                result.Append(text[index++]);
            }
        }

        return result.ToString();
    }

    private static int CommentLength(string text, int index)
    {
        var rest = text.AsSpan(index);
        var (opening, closing) = rest.StartsWith("//") ? ("//", "\n") : rest.StartsWith("/*") ? ("/*", "*/") : ("", "");
        if (opening.Length == 0) return 0;
        var end = rest[opening.Length..].IndexOf(closing);
        return end < 0 ? rest.Length : opening.Length + end + closing.Length;
    }

    private static VariableReference? Reference(string text, int index)
    {
        var rest = text.AsSpan(index);
        if (!rest.StartsWith(Start)) return null;
        var end = rest.IndexOf('}');
        if (end < 0) return null;

        var inner = rest[Start.Length..end];
        var mark = inner.IndexOf(DefaultMark);
        var name = mark < 0 ? inner : inner[..mark];
        if (name.IsEmpty || name.ContainsAnyExcept(EnvironmentOverrides.NameCharacters)) return null;
        return new(name.ToString(), mark < 0 ? "" : inner[(mark + DefaultMark.Length)..].ToString(), end + 1);
    }

    private static string Value(VariableReference reference, IReadOnlyDictionary<string, string> environment, bool inString)
    {
        if (!environment.TryGetValue(reference.Name, out var value)) return reference.Default;
        return inString ? JsonEncodedText.Encode(value).ToString() : value;
    }

    /// <param name="Default">As it stands in the file.</param>
    /// <param name="Length">Of the whole reference, with its braces.</param>
    private sealed record VariableReference(string Name, string Default, int Length);
}
