using EventDicom.Api.Configuration;
using FastEndpoints;

namespace EventDicom.Api.DicomWeb;

/// <summary>
/// Where the configuration wants DICOMweb: endpoints name the usual places, which are replaced when routes are registered.
/// </summary>
internal static class DicomWebRoutes
{
    public const string Wado = "/wado";

    /// <summary>Whether an endpoint is to be registered: <c>Enable</c> and <c>EnableWado</c> may take theirs away.</summary>
    public static bool IsWanted(EndpointDefinition endpoint, DicomWebOptions options) =>
        !IsOfDicomWeb(endpoint) || (options.Enable && (options.EnableWado || endpoint.EndpointType != typeof(WadoUriEndpoint)));

    /// <summary>Puts the routes of an endpoint where they are wanted.</summary>
    public static void Place(EndpointDefinition endpoint, DicomWebOptions options)
    {
        if (!IsOfDicomWeb(endpoint)) return;
        var routes = endpoint.Routes;
        for (var index = 0; index < routes.Length; index++)
        {
            var route = routes[index];
            routes[index] = route == Wado ? options.WadoRoot
                : route.StartsWith(DicomWebEndpoint.Root, StringComparison.Ordinal) ? options.Root + route[DicomWebEndpoint.Root.Length..]
                : route;
        }
    }

    private static bool IsOfDicomWeb(EndpointDefinition endpoint) =>
        endpoint.EndpointType.Namespace!.StartsWith(typeof(DicomWebRoutes).Namespace!, StringComparison.Ordinal);
}
