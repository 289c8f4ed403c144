using EventDicom.Api.Configuration;
using Microsoft.AspNetCore.Authentication;

namespace EventDicom.Api.Security;

/// <summary>Who is asking, and what they may do.</summary>
public static class OrthancSecurity
{
    /// <summary>Basic authentication as the only scheme, and a policy for each <see cref="Allow"/>.</summary>
    public static IServiceCollection AddOrthancSecurity(this IServiceCollection services, OrthancConfiguration configuration)
    {
        services.AddSingleton(new AccessRules(configuration.Access));
        services.AddTransient<BasicAuthenticationHandler>();
        // Not all of AddAuthentication: its protection of data, for cookies, would keep keys on the disk.
        services.AddAuthenticationCore(authentication =>
        {
            authentication.AddScheme<BasicAuthenticationHandler>(BasicAuthenticationHandler.Scheme, displayName: null);
            authentication.DefaultScheme = BasicAuthenticationHandler.Scheme;
        });
        services.AddAuthorization(authorization =>
        {
            foreach (var permission in Allow.Names)
                authorization.AddPolicy(permission, policy => policy.RequireClaim(Allow.ClaimType, permission, Allow.All));
        });
        return services;
    }

    /// <summary>Whether <c>UseAuthentication</c> found out who is asking, and may answer.</summary>
    internal static bool IsAdmitted(this HttpContext context) =>
        context.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult is { Succeeded: true };
}
