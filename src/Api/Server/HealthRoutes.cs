using Npgsql;

namespace EventDicom.Api.Server;

/// <summary>
/// <c>/health/live</c>: the process answers. <c>/health/ready</c>: the database does too. For orchestrators; no credentials.
/// </summary>
public static class HealthRoutes
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    public static void MapHealthChecks(this WebApplication app)
    {
        app.MapMethods("/health/live", [HttpMethods.Get, HttpMethods.Head], () => Results.Text("live")).ExcludeFromDescription();
        app.MapMethods("/health/ready", [HttpMethods.Get, HttpMethods.Head], async (NpgsqlDataSource database, CancellationToken ct) =>
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
            patience.CancelAfter(s_patience);
            try
            {
                await using var command = database.CreateCommand("select 1");
                await command.ExecuteScalarAsync(patience.Token);
                return Results.Text("ready");
            }
            catch (Exception unavailable) when (unavailable is NpgsqlException or OperationCanceledException)
            {
                return Results.Text("the database does not answer", statusCode: StatusCodes.Status503ServiceUnavailable);
            }
        }).ExcludeFromDescription();
    }
}
