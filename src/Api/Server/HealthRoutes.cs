namespace EventDicom.Api.Server;

/// <summary>
/// <c>/health/live</c>: the process answers. <c>/health/ready</c>: the database does too, within three seconds. For orchestrators; no
/// credentials.
/// </summary>
public static class HealthRoutes
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(3);

    public static void MapHealthChecks(this WebApplication app)
    {
        app.MapMethods("/health/live", [HttpMethods.Get, HttpMethods.Head], () => Results.Text("live")).ExcludeFromDescription();
        app.MapMethods("/health/ready", [HttpMethods.Get, HttpMethods.Head], async (DatabaseProbe probe, CancellationToken ct) =>
            await probe.AnswersAsync(s_patience, ct)
                ? Results.Text("ready")
                : Results.Text("the database does not answer", statusCode: StatusCodes.Status503ServiceUnavailable))
            .ExcludeFromDescription();
    }
}
