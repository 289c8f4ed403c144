using System.Net;
using EventDicom.Api.Configuration;
using Microsoft.Net.Http.Headers;

namespace EventDicom.Api.Http;

/// <summary>
/// Where no credentials are asked for, everything that reaches the port may do everything, and so may every web page that somebody
/// on this machine opens. Its browser says for whom it asks: what changes something is refused to pages of other sites
/// (<c>Sec-Fetch-Site</c>, <c>Origin</c>), and a server for this machine alone answers only under this machine's names, so that
/// no foreign name can be pointed at it (DNS rebinding). Clients that are no browsers send none of these headers.
/// </summary>
public sealed class CrossSiteRequests
{
    private const string SecFetchSite = "Sec-Fetch-Site";

    private readonly bool _guardsChanges;
    private readonly bool _guardsNames;
    private readonly bool _trustsAllOrigins;
    private readonly HashSet<string> _origins;
    private readonly HashSet<string> _hosts;
    // Of a client that asks again and again, the name need not be read each time.
    private volatile string _lastAccepted = "";

    public CrossSiteRequests(OrthancConfiguration configuration)
    {
        var ours = configuration.EventDicom;
        _guardsChanges = !configuration.Access.AuthenticationEnabled;
        _trustsAllOrigins = ours.TrustedOrigins.Contains(EventDicomOptions.Anything);
        _origins = ours.TrustedOrigins.Select(origin => origin.TrimEnd('/')).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var answersOnlyLoopback = !configuration.Access.RemoteAccessAllowed
            || (configuration.Http.HttpBindAddresses is [_, ..] bound && bound.All(IPAddress.IsLoopback));
        _guardsNames = _guardsChanges && answersOnlyLoopback && !ours.TrustedHosts.Contains(EventDicomOptions.Anything);
        _hosts = ours.TrustedHosts.Append("localhost").Append(Environment.MachineName).ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Why the name that the client has for this server is none of ours.</summary>
    /// <returns><c>null</c> where it is one, or does not matter.</returns>
    public string? RefusesName(HttpRequest request)
    {
        // HTTP/1.0 may leave it out, and no browser does.
        if (!_guardsNames || !request.Host.HasValue || request.Host.Value == _lastAccepted) return null;

        var host = request.Host.Host;
        if (_hosts.Contains(host) || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address)))
        {
            _lastAccepted = request.Host.Value;
            return null;
        }
        return "This server answers its own machine alone, under the names of that machine. Other names can be allowed with the option "
            + "\"TrustedHosts\" of \"EventDicom\"";
    }

    /// <summary>Why the request may not change anything.</summary>
    /// <param name="request">Its method is that which it is handled as.</param>
    /// <param name="wasOverridden">Whether that method came from the query or from a header.</param>
    /// <returns><c>null</c> where it may, or does not want to.</returns>
    public string? RefusesChange(HttpRequest request, bool wasOverridden)
    {
        if (!_guardsChanges || HttpMethods.IsGet(request.Method) || _trustsAllOrigins) return null;

        var origin = request.Headers.Origin.ToString();
        if (origin.Length > 0 && _origins.Contains(origin)) return null;
        var isForeign = request.Headers[SecFetchSite].ToString() switch
        {
            "same-origin" or "none" => false,
            "" when origin.Length > 0 => !IsOurs(origin, request),
            // A GET that becomes another method needs no script, and a browser sends no Origin with it.
            "" => wasOverridden && request.Headers[HeaderNames.Referer].ToString() is { Length: > 0 } page && !IsOurs(page, request),
            // Another port of the same host is the same site.
            "same-site" => !IsOurs(origin, request),
            _ => true,
        };
        return isForeign
            ? "A page of another site may not change anything here. Sites can be allowed with the option \"TrustedOrigins\" of "
            + "\"EventDicom\""
            : null;
    }

    // The scheme may differ: a proxy in front of us may speak TLS.
    private static bool IsOurs(string origin, HttpRequest request) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri)
        && uri.IdnHost.Equals(request.Host.Host.Trim('[', ']'), StringComparison.OrdinalIgnoreCase)
        && uri.Port == (request.Host.Port ?? uri.Port switch { 80 or 443 => uri.Port, _ => -1 });
}
