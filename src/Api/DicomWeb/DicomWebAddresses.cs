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

    private static (string Scheme, string Host)? OfProxy(HttpRequest request)
    {
        if (First(request.Headers["X-Forwarded-Host"].ToString()) is { Length: > 0 } host)
            return (First(request.Headers["X-Forwarded-Proto"].ToString()) is { Length: > 0 } proto ? proto : request.Scheme, host);

        var forwarded = MediaRange.Parse("*/*;" + First(request.Headers["Forwarded"].ToString())).First();
        return forwarded["host"] is { Length: > 0 } named ? (forwarded["proto"] ?? request.Scheme, named) : null;
    }

    // Each proxy adds its own behind those before it: the first is what the client has asked for.
    private static string First(string list) => list.Split(',')[0].Trim();
}
