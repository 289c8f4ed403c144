using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EventDicom.Api.Tests.Http;

/// <summary>Has every answer say in a header which route it comes from; none where no route matched.</summary>
internal sealed class NamingRoutes : IStartupFilter
{
    public const string Header = "X-Answered-By";

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use((context, run) =>
        {
            context.Response.OnStarting(() =>
            {
                if (context.GetEndpoint() is RouteEndpoint route)
                    context.Response.Headers[Header] = string.Join('/', RegisteredRoute.SegmentsOf(route));
                return Task.CompletedTask;
            });
            return run(context);
        });
        next(app);
    };
}
