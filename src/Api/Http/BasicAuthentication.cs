using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;

namespace EventDicom.Api.Http;

/// <summary>
/// HTTP Basic authentication against <c>RegisteredUsers</c>, and <c>RemoteAccessAllowed</c>: other hosts get the same answer as
/// wrong credentials. Health probes are let through.
/// </summary>
public sealed class BasicAuthentication(RequestDelegate next, OrthancHttpOptions options)
{
    // Enough for the clients of one site; beyond it, headers are decoded anew each time.
    private const int MostRemembered = 1024;

    private readonly ConcurrentDictionary<string, ClaimsPrincipal> _known = new(StringComparer.Ordinal);

    public Task InvokeAsync(HttpContext context)
    {
        if (context.Request.Path.StartsWithSegments("/health")) return next(context);
        if (!options.RemoteAccessAllowed && context.Connection.RemoteIpAddress is { } address && !IsLoopback(address)) return Challenge(context);
        if (!options.AuthenticationEnabled) return next(context);
        if (UserOf(context.Request.Headers.Authorization.ToString()) is not { } user) return Challenge(context);

        context.User = user;
        return next(context);
    }

    private static bool IsLoopback(IPAddress address) => IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);

    private ClaimsPrincipal? UserOf(string authorization)
    {
        if (authorization.Length == 0) return null;
        if (_known.TryGetValue(authorization, out var known)) return known;

        if (!AuthenticationHeaderValue.TryParse(authorization, out var header) || !header.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase)) return null;
        if (header.Parameter is null || !Base64.IsValid(header.Parameter)) return null;
        var credentials = Encoding.UTF8.GetString(Convert.FromBase64String(header.Parameter)).Split(':', 2);
        if (credentials.Length != 2 || !options.RegisteredUsers.TryGetValue(credentials[0], out var password)) return null;
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(password), Encoding.UTF8.GetBytes(credentials[1]))) return null;

        var user = new ClaimsPrincipal(new ClaimsIdentity([new(ClaimTypes.Name, credentials[0])], "Basic"));
        if (_known.Count < MostRemembered) _known[authorization] = user;
        return user;
    }

    private static Task Challenge(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        context.Response.Headers.WWWAuthenticate = "Basic realm=\"Orthanc Secure Area\"";
        context.Response.ContentLength = 0;
        return Task.CompletedTask;
    }
}
