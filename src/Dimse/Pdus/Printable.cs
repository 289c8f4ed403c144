namespace EventDicom.Dimse.Pdus;

/// <summary>Text of a stranger, made fit for a log and for a comparison.</summary>
internal static class Printable
{
    /// <summary>Control characters become question marks; spaces and NUL around the text go.</summary>
    public static string Of(string text)
    {
        var trimmed = text.Trim(' ', '\0');
        return trimmed.AsSpan().IndexOfAnyInRange('\0', '\x1F') < 0 && !trimmed.Contains('\x7F', StringComparison.Ordinal)
            ? trimmed
            : string.Create(trimmed.Length, trimmed, static (target, source) =>
            {
                for (var i = 0; i < source.Length; i++) target[i] = char.IsControl(source[i]) ? '?' : source[i];
            });
    }

    /// <summary>ASCII; other bytes become question marks.</summary>
    public static string Of(ReadOnlySpan<byte> ascii) => Of(System.Text.Encoding.ASCII.GetString(ascii));
}
