using Microsoft.AspNetCore.Authentication;

namespace EventDicom.Api.Security;

/// <summary>HTTP Basic authentication (RFC 7617) as a scheme of ASP.NET, refusing in Orthanc's words.</summary>
/// <remarks>Not derived from ASP.NET's base class, which logs a line for each request without credentials and looks up its options for each
/// request.</remarks>
internal sealed class BasicAuthenticationHandler(AccessRules rules, ErrorAnswer errors) : IAuthenticationHandler
{
    public const string Scheme = "Basic";

    private HttpContext? _context;

    private HttpContext Context => _context ?? throw new InvalidOperationException("The handler is used before it is initialized");

    public Task InitializeAsync(AuthenticationScheme scheme, HttpContext context)
    {
        _context = context;
        return Task.CompletedTask;
    }

    public Task<AuthenticateResult> AuthenticateAsync() =>
        Task.FromResult(rules.Admit(Context) is { } user ? AuthenticateResult.Success(new(user, Scheme)) : AuthenticateResult.NoResult());

    /// <summary>401 with an empty body.</summary>
    public Task ChallengeAsync(AuthenticationProperties? properties)
    {
        var response = Context.Response;
        response.Headers.WWWAuthenticate = "Basic realm=\"Orthanc Secure Area\"";
        response.StatusCode = StatusCodes.Status401Unauthorized;
        response.ContentLength = 0;
        return Task.CompletedTask;
    }

    /// <summary>403 with Orthanc's description of an error.</summary>
    public Task ForbidAsync(AuthenticationProperties? properties) =>
        errors.WriteAsync(Context, new(OrthancError.ForbiddenAccess, StatusCodes.Status403Forbidden,
            "The user has no permission for this"));
}
