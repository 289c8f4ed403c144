namespace EventDicom.Api.Hosting;

/// <summary>One run of the server, and how it ends: requests under way are answered first.</summary>
public sealed class ServerRun(IHostApplicationLifetime lifetime)
{
    /// <summary>Whether another run, with everything read and opened anew, is to follow in the same process.</summary>
    public bool IsFollowed { get; private set; }

    public void Stop() => lifetime.StopApplication();

    public void StartAgain()
    {
        IsFollowed = true;
        Stop();
    }
}
