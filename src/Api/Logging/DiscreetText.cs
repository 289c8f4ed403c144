using System.Buffers;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using EventDicom.Api.Errors;
using EventDicom.Domain.Blobs;
using Npgsql;
using Wolverine;

namespace EventDicom.Api.Logging;

/// <summary>What may be said of a log entry without repeating what a client sent or a file holds.</summary>
internal static partial class DiscreetText
{
    private const string Template = "{OriginalFormat}";

    private const int LongestName = 200;

    private const int MostCauses = 8;

    // SQLSTATE class 22: the text of a data exception quotes the data.
    private const string DataException = "22";

    private static readonly string[] s_contents = ["SQL", "PARAMETERS", "PARAMS", "MESSAGE", "BODY", "VALUE", "PAYLOAD", "DATA"];

    // Names of types, queues, projections and hosts, ids, addresses. Names of persons have spaces or ^.
    private static readonly SearchValues<char> s_ofNames =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.:/-+`@[],<>#$");

    /// <summary>The template of a library's entry with those of its arguments that are numbers, times, ids and names; objects by their
    /// types.</summary>
    public static string Of<TState>(TState state)
    {
        if (state is not IReadOnlyList<KeyValuePair<string, object?>> arguments
            || arguments.FirstOrDefault(argument => argument.Key == Template).Value is not string template)
            return $"({typeof(TState).Name})";

        return Placeholder().Replace(template, place =>
        {
            var name = place.Groups[1].Value;
            return Argument(name, arguments.FirstOrDefault(argument => argument.Key == name).Value);
        });
    }

    /// <summary>Types, codes and places of an exception and its causes; texts only where they cannot quote what was read.</summary>
    public static string Of(Exception exception)
    {
        var text = new StringBuilder();
        var cause = exception;
        for (var depth = 0; cause is not null && depth < MostCauses; depth++, cause = cause.InnerException)
        {
            text.Append(depth == 0 ? "" : "\ncaused by ").Append(cause.GetType().FullName);
            if (Said(cause) is { Length: > 0 } said) text.Append(": ").Append(Excerpt.Of(said));
            if (cause.StackTrace is { } places) text.Append('\n').Append(places);
        }
        return text.ToString();
    }

    private static string Argument(string name, object? value) => value switch
    {
        null => "(null)",
        Envelope envelope => $"{envelope.MessageType} {envelope.Id}",
        string text =>
            s_contents.Contains(name, StringComparer.OrdinalIgnoreCase) || text.Length > LongestName
            || text.AsSpan().ContainsAnyExcept(s_ofNames)
            ? $"({text.Length} characters)"
            : text,
        Type type => type.FullName ?? type.Name,
        Uri address => address.GetLeftPart(UriPartial.Path),
        Enum or Guid or DateTime or DateTimeOffset or TimeSpan => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        IConvertible number => number.ToString(CultureInfo.InvariantCulture),
        _ => $"({value.GetType().Name})",
    };

    private static string? Said(Exception cause) => cause switch
    {
        PostgresException { SqlState: var state } refused =>
            state.StartsWith(DataException, StringComparison.Ordinal) || state == PostgresErrorCodes.RaiseException
            ? state : $"{state} {refused.MessageText}",
        SocketException or NpgsqlException or IOException or UnauthorizedAccessException or TimeoutException or OperationCanceledException
        or DamagedFileException => cause.Message,
        OrthancException raised => raised.Error.ToString(),
        _ => null,
    };

    [GeneratedRegex(@"\{@?(\w+)(?:[,:][^}]*)?\}")]
    private static partial Regex Placeholder();
}
