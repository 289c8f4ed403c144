using EventDicom.Api.Configuration;
using EventDicom.Api.Errors;
using EventDicom.Api.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace EventDicom.Api.Http;

/// <summary>What holds for every request to Orthanc, whatever its route: errors, slashes, methods, credentials, encodings.</summary>
public static class OrthancConventions
{
    /// <summary>Goes with every answer: no browser takes a file for a page.</summary>
    internal const string NoSniff = "nosniff";

    private static readonly PathString s_health = "/health";
    private static readonly PathString s_patients = "/patients";

    /// <summary>The layers before routing. Static files go between this and <see cref="UseOrthancRouting"/>.</summary>
    public static IApplicationBuilder UseOrthancConventions(this IApplicationBuilder app, OrthancConfiguration configuration)
    {
        app.UseMiddleware<ErrorMiddleware>();
        if (!configuration.Http.KeepAlive) app.Use(CloseConnection);

        app.Use(Prepare);
        var errors = app.ApplicationServices.GetRequiredService<ErrorAnswer>();
        var access = app.ApplicationServices.GetRequiredService<AccessRules>();
        var crossSite = new CrossSiteRequests(configuration);
        app.Use(next => context => Admit(context, access, crossSite, errors, next));

        var inflatedLimit = configuration.EventDicom.MaximumInflatedSize * 1024L * 1024L;
        app.Use(next => context =>
        {
            InflatedRequestStream.Inflate(context.Request, inflatedLimit);
            return next(context);
        });
        if (configuration.Http.HttpCompressionEnabled) app.Use(CompressedResponseStream.Compress);
        if (configuration.Storage.ReadOnly) app.Use(ReadOnlyArchive.Refuse);
        if (!configuration.Http.PatientLevelEnabled) app.Use(WithoutPatients);
        return app;
    }

    /// <summary>What the two others need: how errors are told, who is let in, and that routes are told apart by case.</summary>
    public static IServiceCollection AddOrthancConventions(this IServiceCollection services, OrthancConfiguration configuration)
    {
        services.AddSingleton(provider =>
            new ErrorAnswer(configuration.Http.HttpDescribeErrors, provider.GetRequiredService<ILogger<ErrorAnswer>>()));
        services.AddOrthancSecurity(configuration);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<MatcherPolicy, CaseSensitiveRoutes>());
        return services;
    }

    /// <summary>
    /// Routing, what is said where no route matches (error 17, or 405 with the methods that would), and whether the user has the permission
    /// that the route asks for.
    /// </summary>
    public static IApplicationBuilder UseOrthancRouting(this IApplicationBuilder app)
    {
        app.UseRouting();
        app.UseMiddleware<UnknownRoute>();
        return app.UsePermissions();
    }

    private static Task Prepare(HttpContext context, RequestDelegate next)
    {
        context.Response.Headers.XContentTypeOptions = NoSniff;
        RequestNormalization.Collapse(context.Request);
        return next(context);
    }

    private static Task Admit(HttpContext context, AccessRules access, CrossSiteRequests crossSite, ErrorAnswer errors,
        RequestDelegate next)
    {
        var request = context.Request;

        // Probes of an orchestrator come from elsewhere, have no password and may well be HEAD.
        if (request.Path.StartsWithSegments(s_health, StringComparison.Ordinal)) return next(context);
        // Before routing, as Orthanc does: without credentials nobody learns which routes there are.
        if (access.Admit(context) is not { } user) return context.ChallengeAsync();
        context.User = user;

        if (crossSite.RefusesName(request) is { } name) return Forbid(context, errors, name);

        var method = request.Method;
        var status = RequestMethod.Resolve(request);
        if (status != 0) return Empty(context.Response, status);
        return crossSite.RefusesChange(request, wasOverridden: request.Method != method) is { } change
            ? Forbid(context, errors, change) : next(context);
    }

    private static Task Forbid(HttpContext context, ErrorAnswer errors, string details) =>
        errors.WriteAsync(context, new(OrthancError.ForbiddenAccess, StatusCodes.Status403Forbidden, details));

    private static Task Empty(HttpResponse response, int status)
    {
        response.StatusCode = status;
        response.ContentLength = 0;
        return Task.CompletedTask;
    }

    // As in Orthanc 1.13: the routes are gone, and patients are still there for the others.
    private static Task WithoutPatients(HttpContext context, RequestDelegate next) =>
        context.Request.Path.StartsWithSegments(s_patients, StringComparison.Ordinal)
        ? throw new OrthancException(OrthancError.UnknownResource) : next(context);

    private static Task CloseConnection(HttpContext context, RequestDelegate next)
    {
        context.Response.OnStarting(static response =>
        {
            ((HttpResponse)response).Headers.Connection = "close";
            return Task.CompletedTask;
        }, context.Response);
        return next(context);
    }
}
