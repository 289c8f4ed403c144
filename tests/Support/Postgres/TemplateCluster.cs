using System.Diagnostics;
using EventDicom.LocalPostgres;

namespace EventDicom.Support.Postgres;

/// <summary>
/// An empty cluster, made as the server makes one, but once for the whole test process, and copied for whoever needs a cluster and is
/// not asked how one is made: initdb costs a processor for more than a second and flushes a thousand files.
/// </summary>
public static class TemplateCluster
{
    private static readonly Lazy<Task<ReapedFolder>> s_made = new(MakeAsync);

    /// <summary>Puts a cluster that was never started where none is; the folder above must exist.</summary>
    public static async Task CopyAsync(string cluster)
    {
        var template = await s_made.Value;
        using var copy = Process.Start("cp", ["--archive", "--reflink=auto", "--no-target-directory", template.Cluster, cluster]);
        await copy.WaitForExitAsync();
        if (copy.ExitCode != 0) throw new IOException($"The cluster could not be copied to {cluster}");
    }

    private static async Task<ReapedFolder> MakeAsync()
    {
        var folder = new ReapedFolder();
        await new PostgresCluster(folder.Cluster).CreateAsync(durable: false, CancellationToken.None);
        return folder;
    }
}
