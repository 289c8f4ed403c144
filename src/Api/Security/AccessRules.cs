using System.Net;
using System.Security.Claims;
using EventDicom.Api.Configuration;
using Microsoft.AspNetCore.Authentication;

namespace EventDicom.Api.Security;

/// <summary>
/// Whom the configuration lets in, by <c>RemoteAccessAllowed</c>, <c>AuthenticationEnabled</c> and <c>RegisteredUsers</c>. Where no credentials
/// are asked for, everybody is a user without a name who may do everything.
/// </summary>
internal sealed class AccessRules(AccessOptions options)
{
    private static readonly Task<AuthenticateResult> s_refused = Task.FromResult(AuthenticateResult.NoResult());

    private static readonly Task<AuthenticateResult> s_anybody = Task.FromResult(
        AuthenticateResult.Success(new(new ClaimsPrincipal(new ClaimsIdentity([Allow.Everything])), BasicAuthenticationHandler.Scheme)));

    private readonly RegisteredUsers _users = new(options.RegisteredUsers);

    public Task<AuthenticateResult> Judge(HttpContext context)
    {
        if (!options.RemoteAccessAllowed && context.Connection.RemoteIpAddress is { } peer && !IPAddress.IsLoopback(peer)) return s_refused;
        if (!options.AuthenticationEnabled) return s_anybody;
        return _users.Find(context.Request.Headers.Authorization) ?? s_refused;
    }
}
