namespace EventDicom.Api.Http;

/// <summary>When the server stops, requests under way have a moment to end; then their connections are cut, whatever their clients wait
/// for.</summary>
public sealed class StoppingRequests : IDisposable
{
    /// <summary>How long requests have from the signal on.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(1.5);

    /// <summary>How long the whole server has to end what it does, its requests included. The database is stopped after that.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    private readonly CancellationTokenSource _end = new();
    private readonly CancellationTokenRegistration _stopping;

    public StoppingRequests(IHostApplicationLifetime lifetime) =>
        _stopping = lifetime.ApplicationStopping.Register(() => _end.CancelAfter(Grace));

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        await using var end = _end.Token.UnsafeRegister(static context => ((HttpContext)context!).Abort(), context);
        await next(context);
    }

    public void Dispose()
    {
        _stopping.Dispose();
        _end.Dispose();
    }
}
