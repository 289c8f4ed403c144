using System.Diagnostics;
using EventDicom.Domain.Measuring;

namespace EventDicom.Api.Metrics;

/// <summary>Counts the requests under way and times them.</summary>
public sealed class RequestMeter(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var start = Stopwatch.GetTimestamp();
        Instruments.RequestBegins();
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
