using EventDicom.Api.Configuration;
using EventDicom.Api.Errors;

namespace EventDicom.Api.Http;

/// <summary>What holds for every request to Orthanc, whatever its route: errors, slashes, methods, credentials, encodings.</summary>
public static class OrthancConventions
{
    private static readonly PathString s_health = "/health";

    /// <summary>The layers before routing. Static files go between this and <see cref="UseOrthancRouting"/>.</summary>
    public static IApplicationBuilder UseOrthancConventions(this IApplicationBuilder app, OrthancConfiguration configuration)
    {
        app.UseMiddleware<ErrorMiddleware>(new ErrorAnswer(configuration.Http.HttpDescribeErrors));
        if (!configuration.Http.KeepAlive) app.Use(CloseConnection);

        var authentication = new BasicAuthentication(configuration.Access);
        app.Use(next => context => Admit(context, authentication, next));

        var inflatedLimit = configuration.EventDicom.MaximumInflatedSize * 1024L * 1024L;
        app.Use(next => context =>
        {
            InflatedRequestStream.Inflate(context.Request, inflatedLimit);
            return next(context);
        });
        if (configuration.Http.HttpCompressionEnabled) app.Use(CompressedResponseStream.Compress);
        return app;
    }

    /// <summary>Routing, and what is said where no route matches: error 17, or 405 with the methods that would.</summary>
    public static IApplicationBuilder UseOrthancRouting(this IApplicationBuilder app, OrthancConfiguration configuration)
    {
        app.UseRouting();
        return app.UseMiddleware<UnknownRoute>(new ErrorAnswer(configuration.Http.HttpDescribeErrors));
    }

    private static Task Admit(HttpContext context, BasicAuthentication authentication, RequestDelegate next)
    {
        var request = context.Request;
        RequestNormalization.Collapse(request);

        // Probes of an orchestrator come from elsewhere, have no password and may well be HEAD.
        if (request.Path.StartsWithSegments(s_health)) return next(context);
        if (!authentication.Allows(context)) return Challenge(context.Response);

        var status = RequestMethod.Resolve(request);
        return status == 0 ? next(context) : Empty(context.Response, status);
    }

    private static Task Challenge(HttpResponse response)
    {
        response.Headers.WWWAuthenticate = "Basic realm=\"Orthanc Secure Area\"";
        return Empty(response, StatusCodes.Status401Unauthorized);
    }

    private static Task Empty(HttpResponse response, int status)
    {
        response.StatusCode = status;
        response.ContentLength = 0;
        return Task.CompletedTask;
    }

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
