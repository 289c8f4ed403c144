using System.Diagnostics;

namespace EventDicom.Support.Postgres;

/// <summary>A temporary folder for as long as the test process lives. However that ends, a PostgreSQL that runs in <c>pg</c> below the
/// folder is stopped then, and the folder removed.</summary>
internal sealed class ReapedFolder : IAsyncDisposable
{
    // Reads until the test process ends, and then leaves nothing behind.
    private const string Reaper = """
        exec >/dev/null 2>&1
        trap '' INT TERM HUP
        read -r never
        if pid=$(head -n 1 "$1/pg/postmaster.pid") && kill -QUIT "$pid"; then
          while kill -0 "$pid"; do sleep 0.05; done
        fi
        rm -rf -- "$1"
        """;

    private readonly Process _reaper;

    public ReapedFolder()
    {
        var folder = Directory.CreateTempSubdirectory("eventdicom-test-").FullName;
        Cluster = Path.Combine(folder, "pg");
        _reaper = Process.Start(new ProcessStartInfo("setsid", ["/bin/sh", "-c", Reaper, "reaper", folder])
        {
            RedirectStandardInput = true,
            WorkingDirectory = "/",
        })!;
    }

    /// <summary>Where a cluster belongs.</summary>
    public string Cluster { get; }

    public async ValueTask DisposeAsync()
    {
        _reaper.StandardInput.Close();
        await _reaper.WaitForExitAsync();
        _reaper.Dispose();
    }
}
