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
        services.Configure<RouteOptions>(routes => routes.SuppressCheckForUnhandledSecurityMetadata = true); // see UsePermissions
        services.AddAuthorization(authorization =>
        {
            foreach (var permission in Allow.Names)
                authorization.AddPolicy(permission, policy => policy.RequireClaim(Allow.ClaimType, permission, Allow.All));
        });
        return services;
    }

    /// <summary>
    /// Refuses what the user has no permission for. Of those who may do everything, today everybody, no policy is asked: ASP.NET's
    /// way through schemes, handlers and requirements takes more time than a short answer does.
    /// </summary>
    internal static IApplicationBuilder UsePermissions(this IApplicationBuilder app)
    {
        // Else WebApplication puts ASP.NET's own in front of everything. Who is asking is found out by OrthancConventions.
        app.Properties["__AuthenticationMiddlewareSet"] = app.Properties["__AuthorizationMiddlewareSet"] = true;
        return app.UseWhen(static context => !context.User.HasClaim(Allow.ClaimType, Allow.All),
            static others => others.UseAuthorization());
    }
}
