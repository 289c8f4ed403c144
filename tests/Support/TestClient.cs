namespace EventDicom.Support;

/// <summary>HTTP clients that let go of a connection before the server does, so that no request meets its closing.</summary>
public static class TestClient
{
    /// <summary>Less than the second that servers keep idle connections for (Orthanc's <c>KeepAliveTimeout</c>).</summary>
    private static readonly TimeSpan s_idle = TimeSpan.FromMilliseconds(300);

    public static HttpClient To(string address, TimeSpan timeout, bool followsRedirects = true) =>
        new(new SocketsHttpHandler { AllowAutoRedirect = followsRedirects, PooledConnectionIdleTimeout = s_idle })
        {
            BaseAddress = new(address),
            Timeout = timeout,
        };
}
