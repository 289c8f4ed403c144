using EventDicom.Domain.Finding;

namespace EventDicom.Projections.Finding;

/// <summary>What <see cref="TextMatch"/> asks, as a condition.</summary>
internal static class TextSql
{
    /// <param name="expression">The text, folded where case does not count.</param>
    /// <param name="indexed">Whether there is an index for it.</param>
    public static string Condition(TextMatch match, string expression, bool indexed, Parameters parameters) => match switch
    {
        TextMatch.OneOf { Values: [var one] } when indexed && IsShort(one) =>
            $"{SearchColumn.Indexed(expression)} = {parameters.Add(match.InForm(one))}",
        TextMatch.OneOf { Values: [var one] } => $"{expression} = {parameters.Add(match.InForm(one))}",
        TextMatch.OneOf list when indexed && list.Values.All(IsShort) =>
            $"{SearchColumn.Indexed(expression)} = any({parameters.Add(list.Values.Select(match.InForm))})",
        TextMatch.OneOf list => $"{expression} = any({parameters.Add(list.Values.Select(match.InForm))})",
        TextMatch.Wildcard wildcard => Like(match.InForm(wildcard.Pattern), expression, indexed, parameters),
        TextMatch.Range range =>
            Between(
                range,
                indexed && IsShort(range.From) && IsShort(range.To)
                    ? SearchColumn.Indexed(expression) : $"({expression}) collate \"C\"",
                expression, parameters),
        _ => throw new ArgumentOutOfRangeException(nameof(match)),
    };

    private static string Between(TextMatch.Range range, string compared, string expression, Parameters parameters)
    {
        var bounds = new List<string>();
        if (range.From is { } from) bounds.Add($"{compared} >= {parameters.Add(range.InForm(from))}");
        if (range.To is { } to) bounds.Add($"{compared} <= {parameters.Add(range.InForm(to))}");
        return bounds.Count == 0 ? $"{expression} is not null" : string.Join(" and ", bounds);
    }

    private static string Like(string pattern, string expression, bool indexed, Parameters parameters)
    {
        var like = $"{expression} like {parameters.Add(LikeOf(pattern))}";
        if (!indexed) return like;

        // An index gives what begins like the pattern, from there to the next text that does not.
        var prefix = pattern[..pattern.AsSpan().IndexOfAny('*', '?')];
        if (prefix.Length > 0 && IsShort(prefix) && Next(prefix) is { } next)
            return $"{SearchColumn.Indexed(expression)} >= {parameters.Add(prefix)} and {SearchColumn.Indexed(expression)} < "
                + $"{parameters.Add(next)} and {like}";
        return like;
    }

    private static string LikeOf(string pattern) => pattern
        .Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal)
        .Replace("_", @"\_", StringComparison.Ordinal)
        .Replace('*', '%').Replace('?', '_');

    // Byte by byte, UTF-8 is in the order of the characters.
    private static string? Next(string prefix)
    {
        var last = prefix[^1];
        return last < '\ud7ff' ? prefix[..^1] + (char)(last + 1) : null;
    }

    private static bool IsShort(string? text) => text is null || text.Length < SearchColumn.LongestEntry;
}
