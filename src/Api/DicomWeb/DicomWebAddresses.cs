using EventDicom.Api.Configuration;

namespace EventDicom.Api.DicomWeb;

/// <summary>
/// The addresses in answers, as the client sees the server: by the option <c>Host</c>, else by what a proxy says
/// (X-Forwarded-Host, or Forwarded of RFC 7239), else by the request itself; then <c>PublicRoot</c>.
/// </summary>
public sealed class DicomWebAddresses(DicomWebOptions options)
{
    /// <summary>The root of DICOMweb, with a slash at its end.</summary>
    public string Of(HttpRequest request)
    {
        var (scheme, host) = options.Host.Length > 0 ? (options.Ssl ? "https" : "http", options.Host)
            : OfProxy(request) ?? (request.Scheme, request.Host.Value ?? "");
        return $"{scheme}://{host}{options.PublicRoot}/";
    }

    // Anybody may send these headers: what is no host is passed over.
    private static (string Scheme, string Host)? OfProxy(HttpRequest request)
    {
        var (proto, host) = (First(request.Headers["X-Forwarded-Proto"].ToString()), First(request.Headers["X-Forwarded-Host"].ToString()));
        if (host.Length == 0)
        {
            var forwarded = MediaRange.Parse("*/*;" + First(request.Headers["Forwarded"].ToString())).First();
            (proto, host) = (forwarded["proto"] ?? "", forwarded["host"] ?? "");
        }
        return host.Length > 0 && host.All(IsOfHost) ? (proto is "http" or "https" ? proto : request.Scheme, host) : null;
    }

    private static bool IsOfHost(char character) =>
        char.IsAsciiLetterOrDigit(character) || character is '.' or '-' or '_' or ':' or '[' or ']';

    // Each proxy adds its own behind those before it: the first is what the client has asked for.
    private static string First(string list) => list.Split(',')[0].Trim();
}
