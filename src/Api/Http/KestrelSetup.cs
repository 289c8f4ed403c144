using System.Net;
using System.Text;
using EventDicom.Api.Configuration;
using EventDicom.Api.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace EventDicom.Api.Http;

/// <summary>Kestrel under Orthanc's options.</summary>
public static class KestrelSetup
{
    // A URI may list a few hundred resources of 44 characters each.
    private const int MaximumRequestLine = 64 * 1024;

    // Bytes per second; slower than this for longer than HttpRequestTimeout is taken for a client that has gone.
    private const int MinimumRate = 240;

    /// <summary>
    /// Listens where <c>HttpBindAddresses</c> and <c>HttpPort</c> say, on every address where there are none, and nowhere without
    /// <c>HttpServerEnabled</c>.
    /// </summary>
    public static IWebHostBuilder UseOrthancKestrel(this IWebHostBuilder host, OrthancConfiguration configuration)
    {
        if (!configuration.Http.HttpServerEnabled)
            return host.ConfigureServices(services => services.AddSingleton<IServer, SilentServer>());
        return host.UseKestrel(kestrel => Configure(kestrel, configuration))
            .ConfigureServices(services =>
                services.Configure<SocketTransportOptions>(sockets => sockets.NoDelay = configuration.Http.TcpNoDelay));
    }

    private static void Configure(KestrelServerOptions kestrel, OrthancConfiguration configuration)
    {
        var http = configuration.Http;
        kestrel.AddServerHeader = false;
        kestrel.ResponseHeaderEncodingSelector = static _ => Encoding.UTF8; // names of files
        // Kestrel counts the connections of each address for itself.
        kestrel.Limits.MaxConcurrentConnections =
        OpenFiles.ConnectionsWithin(OpenFiles.Limit()) / Math.Max(http.HttpBindAddresses.Count, 1);
        kestrel.Limits.MaxRequestBodySize = http.MaximumRequestBodySizeMB == 0 ? null : http.MaximumRequestBodySizeMB * 1024L * 1024L;
        kestrel.Limits.MaxRequestLineSize = MaximumRequestLine;
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(Math.Max(http.KeepAliveTimeout, 1));
        if (http.HttpRequestTimeout == 0)
        {
            kestrel.Limits.MinRequestBodyDataRate = kestrel.Limits.MinResponseDataRate = null;
        }
        else
        {
            // Kestrel takes no less than two seconds for a rate.
            var patience = TimeSpan.FromSeconds(Math.Max(http.HttpRequestTimeout, 2));
            kestrel.Limits.RequestHeadersTimeout = patience;
            kestrel.Limits.MinRequestBodyDataRate = kestrel.Limits.MinResponseDataRate = new(MinimumRate, patience);
        }

        if (http.HttpBindAddresses is [])
            kestrel.ListenAnyIP(http.HttpPort, Secure);
        foreach (var address in http.HttpBindAddresses)
            kestrel.Listen(address, http.HttpPort, Secure);

        void Secure(ListenOptions listen)
        {
            if (configuration.Tls.SslEnabled) listen.UseHttps(TlsSetup.Of(configuration.Tls));
        }
    }
}
