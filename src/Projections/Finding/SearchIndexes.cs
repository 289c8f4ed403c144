using Npgsql;

namespace EventDicom.Projections.Finding;

/// <summary>
/// Indexes of three-letter parts, for patterns that begin with a wildcard. They need an extension of PostgreSQL that is part of its usual packages; where it is not there, or
/// nobody may add it, such searches read the columns of all studies.
/// </summary>
internal static class SearchIndexes
{
    private const string Extension = "create extension if not exists pg_trgm";

    /// <summary>Makes those that are missing. The tables must be those of this version.</summary>
    public static async Task EnsureAsync(NpgsqlConnection connection, string schema, CancellationToken cancellation)
    {
        try
        {
            await using var extension = new NpgsqlCommand(Extension, connection);
            await extension.ExecuteNonQueryAsync(cancellation);
        }
        catch (PostgresException)
        {
            return;
        }

        await using var find = new NpgsqlCommand("select quote_ident(n.nspname) from pg_extension e join pg_namespace n on n.oid = e.extnamespace where e.extname = 'pg_trgm'", connection);
        var home = (string)(await find.ExecuteScalarAsync(cancellation))!;
        string Columns(params string[] names) => string.Join(", ", names.Select(name => $"{name} {home}.gin_trgm_ops"));
        await using var make = new NpgsqlCommand(
            $"""
            create index if not exists ix_patients_trigrams on {schema}.patients using gin ({Columns("by_patient_name", "by_patient_id")});
            create index if not exists ix_studies_trigrams on {schema}.studies using gin ({Columns("by_patient_name", "by_patient_id", "by_accession_number", "by_study_description")});
            """, connection) { CommandTimeout = 0 };
        await make.ExecuteNonQueryAsync(cancellation);
    }
}
