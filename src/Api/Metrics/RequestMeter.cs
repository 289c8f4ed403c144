using System.Diagnostics;
using EventDicom.Domain.Measuring;

namespace EventDicom.Api.Metrics;

/// <summary>Counts the requests under way and times them; what is logged meanwhile says which request it belongs to.</summary>
public sealed class RequestMeter(RequestDelegate next, ILogger<RequestMeter> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var start = Stopwatch.GetTimestamp();
        Instruments.RequestBegins();
        using var scope = logger.BeginScope(new RequestScope(context));
        try
        {
            await next(context);
        }
        finally
        {
            Instruments.RequestEnds();
            Instruments.RestApi.RecordSince(start);
        }
    }
}
