using System.Buffers;
using System.Text;
using System.Text.Json;

namespace EventDicom.Api.Http;

/// <summary>
/// A JSON answer as XML, piece by piece, for clients that accept nothing else: members become elements of their names, entries of
/// arrays elements <c>item</c>. As Orthanc, it does not ask whether a name is one in XML (<c>&lt;0008,0016&gt;</c> is none); only what
/// would open or close an element is replaced.
/// </summary>
internal sealed class XmlAnswer
{
    public const string MediaType = "application/xml";
    public const string ContentType = "application/xml; charset=utf-8";

    private const string Root = "root";
    private const string Item = "item";

    private readonly Stack<(string Name, bool IsArray)> _open = [];
    private readonly ArrayBufferWriter<byte> _xml = new();
    private JsonReaderState _state;
    private byte[] _rest = [];
    private string? _member;
    private bool _isStartOpen;

    public XmlAnswer() => Write("""<?xml version="1.0" encoding="utf-8"?>""");

    /// <summary>Whether the client asks for XML and nothing else. Parameters of the type are passed over; a list means JSON, as in
    /// Orthanc.</summary>
    public static bool IsWanted(HttpRequest request)
    {
        var accept = request.Headers.Accept;
        return accept.Count == 1 && accept[0].AsSpan().TrimStart().StartsWith(MediaType, StringComparison.OrdinalIgnoreCase)
            && !accept[0]!.Contains(',', StringComparison.Ordinal)
            && accept[0].AsSpan().Trim()[MediaType.Length..].TrimStart() is [] or [';', ..];
    }

    /// <param name="json">The next piece. It may end anywhere between two tokens.</param>
    /// <param name="isLast">Whether it is the last one.</param>
    /// <returns>The XML of what is complete; good until the next call.</returns>
    public ReadOnlyMemory<byte> Convert(ReadOnlySpan<byte> json, bool isLast)
    {
        byte[] all = [.. _rest, .. json];
        var reader = new Utf8JsonReader(all, isLast, _state);
        while (reader.Read()) Take(ref reader);
        _state = reader.CurrentState;
        _rest = all[(int)reader.BytesConsumed..];
        if (isLast) Write("\n");

        var xml = _xml.WrittenMemory.ToArray();
        _xml.ResetWrittenCount();
        return xml;
    }

    private void Take(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                _member = reader.GetString();
                break;
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                Begin(reader.TokenType == JsonTokenType.StartArray);
                break;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                End();
                break;
            default:
                var name = Next();
                Write($"<{name}>");
                Write(reader.TokenType switch
                {
                    JsonTokenType.String => Escaped(reader.GetString()!),
                    JsonTokenType.True => "true",
                    JsonTokenType.False => "false",
                    JsonTokenType.Null => "null",
                    _ => Encoding.UTF8.GetString(reader.ValueSpan),
                });
                Write($"</{name}>");
                break;
        }
    }

    private void Begin(bool isArray)
    {
        var name = Next();
        Write($"<{name}");
        _open.Push((name, isArray));
        _isStartOpen = true;
    }

    private void End()
    {
        var (name, _) = _open.Pop();
        if (_isStartOpen)
        {
            Write(" />");
            _isStartOpen = false;
            return;
        }
        Indent();
        Write($"</{name}>");
    }

    // The name of the element that begins here, on a line of its own.
    private string Next()
    {
        var name = _open.Count == 0 ? Root : _open.Peek().IsArray ? Item : Named(_member!);
        if (_isStartOpen) Write(">");
        _isStartOpen = false;
        Indent();
        return name;
    }

    private void Indent()
    {
        Write("\n");
        for (var depth = 0; depth < _open.Count; depth++) Write("\t");
    }

    private static string Named(string member) =>
        string.Concat(member.Select(character => character is '<' or '>' or '&' || char.IsControl(character) ? '_' : character));

    private static string Escaped(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            switch (character)
            {
                case '<': escaped.Append("&lt;"); break;
                case '>': escaped.Append("&gt;"); break;
                case '&': escaped.Append("&amp;"); break;
                // XML 1.0 2.2: no other control characters, however they are written.
                case < ' ' and not ('\t' or '\n' or '\r'): escaped.Append('?'); break;
                default: escaped.Append(character); break;
            }
        }
        return escaped.ToString();
    }

    private void Write(string text) => Encoding.UTF8.GetBytes(text, _xml);
}
