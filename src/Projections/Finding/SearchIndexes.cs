using Npgsql;

namespace EventDicom.Projections.Finding;

/// <summary>
/// Indexes of three-letter parts, for patterns that begin with a wildcard. They need an extension of PostgreSQL that is part of its usual
/// packages; where it is not there, or nobody may add it, such searches read the columns of all studies.
/// </summary>
internal static class SearchIndexes
{
    private const string Extension = "create extension if not exists pg_trgm";

    private static readonly (string Table, string[] Columns)[] s_indexes =
    [
        ("patients", ["by_patient_name", "by_patient_id"]),
        ("studies", ["by_patient_name", "by_patient_id", "by_accession_number", "by_study_description"]),
    ];

    /// <summary>Makes those that are missing. The tables must be those of this version.</summary>
    public static async Task EnsureAsync(NpgsqlConnection connection, string schema, CancellationToken ct)
    {
        // Asked first, and made one by one: even where it finds the index, "create index" locks the table, and two locks at once may meet a
        // writer that has them the other way round.
        foreach (var (table, columns) in s_indexes)
        {
            if (await ScalarAsync(connection, $"select to_regclass('{schema}.{Name(table)}') is not null", ct) is true) continue;
            if (await HomeOfExtensionAsync(connection, ct) is not { } home) return;
            var parts = string.Join(", ", columns.Select(column => $"{column} {home}.gin_trgm_ops"));
            await ScalarAsync(connection, $"create index if not exists {Name(table)} on {schema}.{table} using gin ({parts})", ct);
        }
    }

    private static string Name(string table) => $"ix_{table}_trigrams";

    // The schema that it is in; null where it cannot be had.
    private static async Task<string?> HomeOfExtensionAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        try
        {
            await ScalarAsync(connection, Extension, ct);
        }
        catch (PostgresException)
        {
            return null;
        }
        const string Home =
            "select quote_ident(n.nspname) from pg_extension e join pg_namespace n on n.oid = e.extnamespace where e.extname = 'pg_trgm'";
        return (string)(await ScalarAsync(connection, Home, ct))!;
    }

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        return await command.ExecuteScalarAsync(ct);
    }
}
