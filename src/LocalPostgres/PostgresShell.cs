using System.Diagnostics;

namespace EventDicom.LocalPostgres;

/// <summary>Runs PostgreSQL's programs as the owner of the cluster: they refuse to run as root.</summary>
internal static class PostgresShell
{
    // Arguments: the cluster's folder, the log file or nothing, the program and its arguments.
    //
    // A descriptor that root opened leads into folders that the other user may not walk through, like /root: so the cluster
    // is named by descriptor then. An owner that is root, or unknown here, comes from a copy or a restore: it is given to the
    // user that PostgreSQL's packages create. A session of its own keeps Ctrl-C in a terminal from stopping the database
    // before the server has finished what it was doing.
    private const string Script = """
        set -eu
        umask 077
        dir=$1 log=$2
        shift 2
        if [ -n "$log" ]; then exec </dev/null >>"$log"; set -- setsid "$@"; fi
        exec 2>&1
        if [ "$(id -u)" = 0 ]; then
          user=$(stat -c %U -- "$dir")
          if [ "$user" = root ] || [ "$user" = UNKNOWN ]; then
            user=postgres
            id "$user" >/dev/null 2>&1 || user=nobody
            chown -R -- "$user:" "$dir"
          fi
          exec 3<"$dir"
          dir=/proc/self/fd/3
          set -- setpriv --reuid="$user" --regid="$(id -g -- "$user")" --init-groups -- "$@"
        fi
        cd /
        PGDATA=$dir exec "$@"
        """;

    /// <summary>Starts a program that goes on by itself. The process id is that of the program: the shell becomes it.</summary>
    public static Process Launch(string cluster, string log, params string[] command) =>
        Process.Start(StartInfo(cluster, log, command))!;

    /// <summary>Runs a program to its end and returns what it said.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(
        string cluster, string[] command, string input, CancellationToken ct)
    {
        var start = StartInfo(cluster, "", command);
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        using var process = Process.Start(start)!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(ct);
            await process.StandardInput.WriteAsync(input.AsMemory(), ct);
            process.StandardInput.Close();
            await process.WaitForExitAsync(ct);
            return (process.ExitCode, await output);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private static ProcessStartInfo StartInfo(string cluster, string log, string[] command)
    {
        var start = new ProcessStartInfo("/bin/sh") { WorkingDirectory = "/" };
        foreach (var argument in (string[])["-c", Script, "postgres", cluster, log, .. command]) start.ArgumentList.Add(argument);

        // Neither the server's secrets nor a PGHOST or PGPORT meant for another database are passed on.
        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
        start.Environment["LC_ALL"] = "C";
        start.Environment["TZ"] = "UTC";
        return start;
    }
}
