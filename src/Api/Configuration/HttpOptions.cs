using System.Net;

namespace EventDicom.Api.Configuration;

/// <summary>The HTTP server.</summary>
public sealed record HttpOptions
{
    public bool HttpServerEnabled { get; init; }

    /// <summary>0 takes any free port.</summary>
    public int HttpPort { get; init; }

    /// <summary>Addresses to listen on; empty is all of them.</summary>
    public required IReadOnlyList<IPAddress> HttpBindAddresses { get; init; }

    public bool OrthancExplorerEnabled { get; init; }

    /// <summary>Whether an error has a JSON body that describes it.</summary>
    public bool HttpDescribeErrors { get; init; }

    /// <summary>Whether answers in text are compressed for clients that accept it.</summary>
    public bool HttpCompressionEnabled { get; init; }

    /// <summary>MB that the body of a request may have as it is sent; 0 is no limit.</summary>
    public int MaximumRequestBodySizeMB { get; init; }

    /// <summary>Seconds that a client may stall; 0 is for ever.</summary>
    public int HttpRequestTimeout { get; init; }

    /// <summary>Whether a connection serves more than one request.</summary>
    public bool KeepAlive { get; init; }

    /// <summary>Seconds that an idle connection is kept.</summary>
    public int KeepAliveTimeout { get; init; }

    public bool TcpNoDelay { get; init; }

    /// <summary>Whether the routes below <c>/patients</c> are there.</summary>
    public bool PatientLevelEnabled { get; init; }

    internal static HttpOptions Read(OptionReader options)
    {
        options.Unsupported("HttpVerbose", false, "the log level of HTTP is set at /tools/log-level-http");
        options.Unsupported("HttpThreadsCount", 50, "requests do not hold a thread each");
        options.Unsupported("WebDavEnabled", true, "there is no WebDAV server");
        options.Unsupported("WebDavDeleteAllowed", false, "there is no WebDAV server");
        options.Unsupported("WebDavUploadAllowed", true, "there is no WebDAV server");
        return new()
        {
            HttpServerEnabled = options.Flag(nameof(HttpServerEnabled), true),
            HttpPort = options.Number(nameof(HttpPort), 8042, 0, IPEndPoint.MaxPort),
            HttpBindAddresses = [.. options.Texts(nameof(HttpBindAddresses), []).Select(text => Address(text, options))],
            OrthancExplorerEnabled = options.Flag(nameof(OrthancExplorerEnabled), true),
            HttpDescribeErrors = options.Flag(nameof(HttpDescribeErrors), true),
            HttpCompressionEnabled = options.Flag(nameof(HttpCompressionEnabled), false),
            MaximumRequestBodySizeMB = options.Number(nameof(MaximumRequestBodySizeMB), 8192),
            HttpRequestTimeout = options.Number(nameof(HttpRequestTimeout), 30),
            KeepAlive = options.Flag(nameof(KeepAlive), true),
            KeepAliveTimeout = options.Number(nameof(KeepAliveTimeout), 1),
            TcpNoDelay = options.Flag(nameof(TcpNoDelay), true),
            PatientLevelEnabled = options.Flag(nameof(PatientLevelEnabled), true),
        };
    }

    private static IPAddress Address(string text, OptionReader options) =>
        IPAddress.TryParse(text, out var address)
        ? address : throw options.Wrong(nameof(HttpBindAddresses), $"\"{text}\" is not an IP address");
}
