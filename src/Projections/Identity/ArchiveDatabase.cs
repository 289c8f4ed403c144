using EventDicom.Domain.Changes;
using Npgsql;
using Weasel.Postgresql;

namespace EventDicom.Projections.Identity;

/// <summary>What a database says of itself before anything in it is touched.</summary>
/// <param name="Archive">Its identity; <c>null</c> in a new one, and in one that was made before there were identities.</param>
/// <param name="Format">The newest form of events in it; 0 where nothing says so.</param>
/// <param name="HasEvents">Whether anything was recorded in it beside the note that the first start makes.</param>
/// <param name="Program">The version of the program that wrote that.</param>
public sealed record DatabaseIdentity(Guid? Archive, int Format, string Program, bool HasEvents)
{
    /// <summary>A database that is yet to be made.</summary>
    public static readonly DatabaseIdentity None = new(null, 0, "", false);
}

/// <summary>Reads and writes the identity of a database, and asks its facts which files belong to it. Needs no schema to be
/// there.</summary>
public sealed class ArchiveDatabase(string connectionString)
{
    /// <summary>
    /// The form of the events that this program writes. To be raised when an older program could not read them, or would read
    /// them wrongly: that one then refuses to start.
    /// </summary>
    public const int Format = 1;

    private static readonly string s_program = typeof(ArchiveDatabase).Assembly.GetName().Version?.ToString(3) ?? "";

    /// <exception cref="NpgsqlException">The database cannot be reached, or refuses.</exception>
    /// <exception cref="ArgumentException">The connection string is none.</exception>
    public async Task<DatabaseIdentity> ReadAsync(CancellationToken ct)
    {
        await using var connection = await OpenAsync(ct);
        var hasEvents = await HasAsync(connection, $"{EventStore.Schema}.mt_events", ct)
            && await ScalarAsync(connection,
                $"select exists(select from {EventStore.Schema}.mt_events where stream_id <> '{ChangesCounted.Stream}')", ct) is true;
        if (!await HasAsync(connection, ArchiveTable.Name, ct)) return DatabaseIdentity.None with { HasEvents = hasEvents };

        await using var command = new NpgsqlCommand($"select id, format, program from {ArchiveTable.Name}", connection);
        await using var row = await command.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct)
            ? new(row.GetGuid(0), row.GetInt32(1), row.GetString(2), hasEvents)
            : DatabaseIdentity.None with { HasEvents = hasEvents };
    }

    /// <summary>Of the files that the events name, and that were not removed for good since, those that were stored last.</summary>
    public async Task<IReadOnlyList<string>> NamedFilesAsync(int most, CancellationToken ct)
    {
        await using var connection = await OpenAsync(ct);
        await using var command = new NpgsqlCommand($"select sha256 from ({NamedFiles.Sql}) named order by stored desc limit $1",
            connection)
        {
            Parameters = { new() { Value = most } }, CommandTimeout = 0,
        };
        var named = new List<string>();
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct)) named.Add(rows.GetString(0));
        return named;
    }

    /// <summary>Gives the database an identity unless it has one, and notes that this program writes to it.</summary>
    /// <returns>The one that it has: another server may have been faster.</returns>
    public async Task<Guid> GiveAsync(Guid archive, CancellationToken ct)
    {
        await using var connection = await OpenAsync(ct);
        await CreateAsync(connection, ct);
        return await WriteAsync(connection, archive, replace: "", ct);
    }

    /// <summary>Gives the database another identity.</summary>
    public async Task ReplaceAsync(Guid archive, CancellationToken ct)
    {
        await using var connection = await OpenAsync(ct);
        await CreateAsync(connection, ct);
        await WriteAsync(connection, archive, replace: "id = excluded.id, ", ct);
    }

    private static async Task<Guid> WriteAsync(NpgsqlConnection connection, Guid archive, string replace, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            $"""
            insert into {ArchiveTable.Name} as archive (one, id, format, program) values (1, $1, $2, $3)
            on conflict (one) do update set {replace}format = greatest(archive.format, excluded.format), program = excluded.program
            returning id
            """, connection)
        {
            Parameters = { new() { Value = archive }, new() { Value = Format }, new() { Value = s_program } },
        };
        return (Guid)(await command.ExecuteScalarAsync(ct))!;
    }

    // Of two servers that start at once on a new database, one makes schema and table; the other's statements then do nothing.
    private static async Task CreateAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        if (await HasAsync(connection, ArchiveTable.Name, ct)) return;
        var ddl = new StringWriter();
        ddl.WriteLine($"select pg_advisory_xact_lock({AdvisoryLocks.Identity}); create schema if not exists {EventStore.Schema};");
        ArchiveTable.Definition.WriteCreateStatement(new PostgresqlMigrator(), ddl);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using (var command = new NpgsqlCommand(ddl.ToString(), connection, transaction))
            await command.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
    }

    private async Task<NpgsqlConnection> OpenAsync(CancellationToken ct)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(ct);
        return connection;
    }

    private static async Task<bool> HasAsync(NpgsqlConnection connection, string table, CancellationToken ct) =>
        await ScalarAsync(connection, $"select to_regclass('{table}') is not null", ct) is true;

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(ct);
    }
}
