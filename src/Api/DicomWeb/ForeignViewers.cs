using EventDicom.Api.Configuration;
using Microsoft.Net.Http.Headers;

namespace EventDicom.Api.DicomWeb;

/// <summary>
/// Lets pages of the origins in <see cref="EventDicomOptions.ViewerOrigins"/> read what DICOMweb and WADO-URI answer (CORS, WHATWG Fetch
/// section 3.3). What a browser asks beforehand is answered before anybody asks for credentials, which it does not send then.
/// </summary>
public sealed class ForeignViewers
{
    private const string Methods = "GET, POST, OPTIONS";
    private const string Headers = "Accept, Authorization, Content-Type";
    private const string Exposed = "Content-Length, Content-Location";
    private const string SecondsToRemember = "600";

    private readonly HashSet<string> _origins;
    private readonly bool _trustsAll;
    private readonly PathString _root, _wado;

    public ForeignViewers(OrthancConfiguration configuration)
    {
        var origins = configuration.EventDicom.ViewerOrigins;
        AreThere = origins.Count > 0;
        _trustsAll = origins.Contains(EventDicomOptions.Anything);
        _origins = origins.Select(origin => origin.TrimEnd('/')).ToHashSet(StringComparer.OrdinalIgnoreCase);
        (_root, _wado) = (configuration.DicomWeb.Root, configuration.DicomWeb.WadoRoot);
    }

    /// <summary>Whether any origin is named.</summary>
    public bool AreThere { get; }

    /// <summary>A middleware.</summary>
    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var (request, response) = (context.Request, context.Response);
        var origin = request.Headers.Origin.ToString();
        if (origin.Length == 0 || !(_trustsAll || _origins.Contains(origin)) || !IsOurs(request.Path)) return next(context);

        if (HttpMethods.IsOptions(request.Method) && request.Headers.ContainsKey(HeaderNames.AccessControlRequestMethod))
        {
            Allow(response, origin);
            response.Headers.AccessControlAllowMethods = Methods;
            response.Headers.AccessControlAllowHeaders = Headers;
            response.Headers.AccessControlMaxAge = SecondsToRemember;
            response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        }

        // An error answer begins anew, and must be readable, too.
        response.OnStarting(() =>
        {
            Allow(response, origin);
            response.Headers.AccessControlExposeHeaders = Exposed;
            return Task.CompletedTask;
        });
        return next(context);
    }

    // Credentials go with a named origin alone.
    private void Allow(HttpResponse response, string origin)
    {
        response.Headers.Append(HeaderNames.Vary, HeaderNames.Origin);
        response.Headers.AccessControlAllowOrigin = _origins.Contains(origin) ? origin : EventDicomOptions.Anything;
        if (_origins.Contains(origin)) response.Headers.AccessControlAllowCredentials = "true";
    }

    private bool IsOurs(PathString path) =>
        path.StartsWithSegments(_root, StringComparison.Ordinal) || path.StartsWithSegments(_wado, StringComparison.Ordinal);
}
