using System.Security.Cryptography;
using System.Text;

namespace EventDicom.LocalPostgres;

/// <summary>The contents of <c>postgresql.conf</c>, <c>pg_hba.conf</c> and <c>pg_ident.conf</c>.</summary>
internal static class PostgresSettings
{
    /// <summary>
    /// Nobody may connect but the account that the server runs under, and root: PostgreSQL asks the kernel who is at the other end
    /// of the socket. Where the server runs as root, PostgreSQL runs under an account that other programs may have too, so that the
    /// modes of its folder would not be enough. There is no TCP port.
    /// </summary>
    public const string HostBasedAccess = """
        # Written by EventDicom at each start.
        local all all peer map=eventdicom
        local replication all peer map=eventdicom

        """;

    /// <summary>Which accounts of the machine those are.</summary>
    public static string Accounts => string.Concat(
        ((string[])["root", Environment.UserName]).Distinct().Select(account => $"eventdicom \"{account}\" {PostgresCluster.User}\n"));

    private static readonly Dictionary<string, string> s_defaults = new()
    {
        // A relative folder is the cluster's own, which frees the server from the 107 bytes of a socket's path.
        ["listen_addresses"] = "''",
        ["unix_socket_directories"] = "'.'",
        ["unix_socket_permissions"] = "0700",
        ["max_connections"] = "100",
        ["cluster_name"] = "'eventdicom'",

        // An answer of success promises that the event survives a power failure.
        ["fsync"] = "on",
        ["synchronous_commit"] = "on",
        ["full_page_writes"] = "on",

        // Ingest writes much and reads back little: few checkpoints, spread out.
        ["max_wal_size"] = "4GB",
        ["min_wal_size"] = "256MB",
        ["wal_buffers"] = "16MB",
        ["checkpoint_timeout"] = "10min",
        ["checkpoint_completion_target"] = "0.9",

        ["shared_buffers"] = "256MB",
        ["effective_cache_size"] = "1GB",
        ["work_mem"] = "16MB",
        ["maintenance_work_mem"] = "128MB",
        ["random_page_cost"] = "1.1",
        ["jit"] = "off",

        // A new archive grows from nothing to thousands of rows within seconds, and the planner must hear of it.
        ["autovacuum_naptime"] = "10s",

        // A backend whose client was killed in the middle of a statement gives up its locks within a second.
        ["client_connection_check_interval"] = "1s",

        // Errors go to whoever made them, with their values: they are patients' data and have no place in a log file.
        ["log_min_messages"] = "log",
        ["log_error_verbosity"] = "terse",
        ["log_checkpoints"] = "off",
        ["log_line_prefix"] = "'%m [%p] '",
        ["log_timezone"] = "'UTC'",
        ["timezone"] = "'UTC'",
        ["datestyle"] = "'iso, ymd'",
        ["lc_messages"] = "'C'",
    };

    /// <summary>The first line names the program and a digest of all settings, so that an unchanged file is recognised by it.</summary>
    public static string FirstLine(PostgresBinaries binaries, IReadOnlyDictionary<string, string> changes)
    {
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes(Body(changes) + HostBasedAccess + Accounts));
        return $"# EventDicom's settings {Convert.ToHexStringLower(digest.AsSpan(0, 8))} for {binaries.Folder}";
    }

    public static string File(PostgresBinaries binaries, IReadOnlyDictionary<string, string> changes, bool hasLz4) =>
        $"""
        {FirstLine(binaries, changes)}
        # Written at the start when it differs. What ALTER SYSTEM sets lives in postgresql.auto.conf and wins.
        wal_compression = {(hasLz4 ? "lz4" : "on")}
        {Body(changes)}
        """;

    private static string Body(IReadOnlyDictionary<string, string> changes)
    {
        var settings = new Dictionary<string, string>(s_defaults);
        foreach (var (name, value) in changes) settings[name] = value;
        return string.Concat(settings.Select(s => $"{s.Key} = {s.Value}\n"));
    }
}
