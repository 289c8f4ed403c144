using System.Net;
using System.Security.Claims;
using EventDicom.Api.Configuration;

namespace EventDicom.Api.Security;

/// <summary>
/// Whom the configuration lets in, by <c>RemoteAccessAllowed</c>, <c>AuthenticationEnabled</c> and <c>RegisteredUsers</c>. Where no
/// credentials are asked for, everybody is a user without a name who may do everything.
/// </summary>
public class AccessRules(AccessOptions options)
{
    private static readonly ClaimsPrincipal s_anybody = new(new ClaimsIdentity([Allow.Everything]));

    private readonly RegisteredUsers _users = new(options.RegisteredUsers);

    /// <returns>Who is asking; <c>null</c> for somebody who is not let in.</returns>
    public virtual ClaimsPrincipal? Admit(HttpContext context)
    {
        if (!options.RemoteAccessAllowed && context.Connection.RemoteIpAddress is { } peer && !IPAddress.IsLoopback(peer)) return null;
        return options.AuthenticationEnabled ? _users.Find(context.Request.Headers.Authorization) : s_anybody;
    }
}
