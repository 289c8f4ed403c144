using System.Diagnostics;

namespace EventDicom.LocalPostgres;

/// <summary>A running PostgreSQL server: started by us, or left behind by a server that was killed and taken over.</summary>
public sealed class Postmaster
{
    private static readonly TimeSpan s_patienceForFastShutdown = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_patienceForImmediateShutdown = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_pollInterval = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan s_watch = TimeSpan.FromMilliseconds(100);

    private readonly ClusterProcesses _processes;
    private readonly Process? _child;

    internal Postmaster(int pid, ClusterProcesses processes, Process? child)
    {
        Pid = pid;
        _processes = processes;
        _child = child;
    }

    public int Pid { get; }

    /// <summary>True when it was running before we came.</summary>
    public bool Adopted => _child is null;

    internal bool HasExited => _child?.HasExited ?? !_processes.Lives(Pid);

    public Task WaitForExitAsync(CancellationToken ct) => WaitAsync(s_watch, ct);

    /// <summary>
    /// Fast shutdown: open transactions are rolled back and everything is written down. When that takes over three seconds, less
    /// ceremony and then force; the next start recovers from the write-ahead log, so nothing committed is lost.
    /// </summary>
    public async Task StopAsync()
    {
        LibC.Signal(Pid, LibC.FastShutdown);
        if (await ExitsWithinAsync(s_patienceForFastShutdown)) return;
        LibC.Signal(Pid, LibC.ImmediateShutdown);
        if (await ExitsWithinAsync(s_patienceForImmediateShutdown)) return;
        await KillAsync();
    }

    /// <summary><c>kill -9</c> of the postmaster and every process of the cluster, as a power failure would.</summary>
    public async Task KillAsync()
    {
        LibC.Signal(Pid, LibC.Kill);
        await _processes.KillAllAsync(CancellationToken.None);
        await WaitAsync(s_pollInterval, CancellationToken.None);
    }

    private async Task<bool> ExitsWithinAsync(TimeSpan patience)
    {
        using var timeout = new CancellationTokenSource(patience);
        try
        {
            await WaitAsync(s_pollInterval, timeout.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private Task WaitAsync(TimeSpan interval, CancellationToken ct) =>
        _child?.WaitForExitAsync(ct) ?? _processes.WaitForExitAsync(Pid, interval, ct);
}
