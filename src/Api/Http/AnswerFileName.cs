using Microsoft.Net.Http.Headers;

namespace EventDicom.Api.Http;

/// <summary>How an answer says what to call the file that it is: <c>Content-Disposition: filename="…"</c>, as Orthanc writes it.</summary>
public static class AnswerFileName
{
    /// <summary>The name that the argument <c>filename</c> gives, or else the usual one.</summary>
    public static void NameFile(this HttpContext context, string usual) =>
        context.Response.NameFile(context.Request.QueryString.HasValue && context.Request.Query.TryGetValue("filename", out var wanted)
            ? wanted.ToString() : usual);

    /// <summary>Names the file. Quotes and control characters are left out, everything else stays, as UTF-8; of a name that is empty
    /// nothing is said.</summary>
    public static void NameFile(this HttpResponse response, string name)
    {
        if (name.Any(IsLeftOut)) name = string.Concat(name.Where(character => !IsLeftOut(character)));
        if (name.Length > 0) response.Headers[HeaderNames.ContentDisposition] = $"filename=\"{name}\"";
    }

    private static bool IsLeftOut(char character) => character == '"' || char.IsControl(character);
}
