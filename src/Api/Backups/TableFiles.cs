using System.IO.Compression;
using System.Security.Cryptography;
using EventDicom.Projections;
using Npgsql;

namespace EventDicom.Api.Backups;

/// <summary>Writes tables into files and reads them back, by PostgreSQL's COPY: needs no program of PostgreSQL's, whatever its
/// version.</summary>
internal static class TableFiles
{
    // Facts and what runs. Messages on their way are sent again to jobs that wait for them, and views are built from the events.
    private static readonly string[] s_schemas = [EventStore.Schema, EventStore.JobSchema];

    // Events refer to their streams; nothing else refers to anything.
    private const string Streams = $"{EventStore.Schema}.mt_streams";

    public static async Task<IReadOnlyList<TableCopy>> WriteAsync(NpgsqlConnection connection, BackupFolder backup, CancellationToken ct)
    {
        Directory.CreateDirectory(backup.Tables);
        var tables = new List<TableCopy>();
        foreach (var (name, columns) in await TablesAsync(connection, ct))
        {
            var path = Path.Combine(backup.Tables, $"{name}.copy.gz");
            var rows = 0L;
            await using (var file = File.Create(path))
            {
                await using (var zip = new GZipStream(file, CompressionLevel.Fastest, leaveOpen: true))
                using (var copy = (StreamReader)await connection.BeginTextExportAsync($"copy {name} ({Quoted(columns)}) to stdout", ct))
                    rows = await PumpAsync(copy.BaseStream, zip, ct);
                file.Flush(flushToDisk: true);
            }
            tables.Add(new(name, columns, rows, Path.GetRelativePath(backup.Folder, path), await HashAsync(path, ct)));
        }
        return tables;
    }

    /// <exception cref="InvalidDataException">A file is not the one that was written.</exception>
    public static async Task VerifyAsync(BackupFolder backup, BackupManifest manifest, CancellationToken ct)
    {
        foreach (var table in manifest.Tables)
        {
            var path = Path.Combine(backup.Folder, table.File);
            if (!File.Exists(path) || await HashAsync(path, ct) != table.Sha256)
                throw new InvalidDataException($"The backup is damaged: {path} is not the file that was written. Nothing was restored");
        }
    }

    /// <summary>Fills tables, which are emptied first, in the connection's transaction.</summary>
    /// <exception cref="InvalidDataException">There are not as many rows as there were.</exception>
    public static async Task ReadAsync(NpgsqlConnection connection, BackupFolder backup, BackupManifest manifest, CancellationToken ct)
    {
        await ExecuteAsync(connection, $"truncate {string.Join(", ", manifest.Tables.Select(table => table.Name))}", ct);
        foreach (var table in manifest.Tables)
        {
            await using var zip = new GZipStream(File.OpenRead(Path.Combine(backup.Folder, table.File)), CompressionMode.Decompress);
            await using (var copy = (StreamWriter)await connection.BeginTextImportAsync(
                $"copy {table.Name} ({Quoted(table.Columns)}) from stdin", ct))
                await PumpAsync(zip, copy.BaseStream, ct);

            await using var count = new NpgsqlCommand($"select count(*) from {table.Name}", connection) { CommandTimeout = 0 };
            var rows = (long)(await count.ExecuteScalarAsync(ct))!;
            if (rows != table.Rows)
                throw new InvalidDataException($"{table.Name} has {rows} rows, and had {table.Rows} when the backup was made");
        }
    }

    public static async Task<IReadOnlyList<SequenceCopy>> SequencesAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            "select schemaname || '.' || sequencename, last_value from pg_sequences where schemaname = any($1) order by 1", connection)
        {
            Parameters = { new() { Value = s_schemas } },
        };
        var sequences = new List<SequenceCopy>();
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct)) sequences.Add(new(rows.GetString(0), rows.IsDBNull(1) ? null : rows.GetInt64(1)));
        return sequences;
    }

    public static async Task SetAsync(NpgsqlConnection connection, IEnumerable<SequenceCopy> sequences, CancellationToken ct)
    {
        foreach (var sequence in sequences)
        {
            await using var command = new NpgsqlCommand("select setval($1::regclass, coalesce($2, 1), $2 is not null)", connection)
            {
                Parameters = { new() { Value = sequence.Name },
                    new() { Value = (object?)sequence.Last ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Bigint } },
            };
            await command.ExecuteNonQueryAsync(ct);
        }
    }

    private static async Task<IReadOnlyList<(string Name, IReadOnlyList<string> Columns)>> TablesAsync(NpgsqlConnection connection,
        CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            """
            select name, columns from (
                select t.table_schema || '.' || t.table_name as name, array_agg(c.column_name::text order by c.ordinal_position) as columns
                from information_schema.tables t join information_schema.columns c using (table_schema, table_name)
                where t.table_schema = any($1) and t.table_type = 'BASE TABLE' and c.is_generated = 'NEVER'
                group by 1) tables
            order by name = $2 desc, name
            """, connection)
        {
            Parameters = { new() { Value = s_schemas }, new() { Value = Streams } },
        };
        var tables = new List<(string, IReadOnlyList<string>)>();
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct)) tables.Add((rows.GetString(0), rows.GetFieldValue<string[]>(1)));
        return tables;
    }

    // Answers the number of lines: COPY writes each row as one.
    private static async Task<long> PumpAsync(Stream from, Stream to, CancellationToken ct)
    {
        var buffer = new byte[128 * 1024];
        var lines = 0L;
        while (await from.ReadAsync(buffer, ct) is > 0 and var read)
        {
            lines += buffer.AsSpan(0, read).Count((byte)'\n');
            await to.WriteAsync(buffer.AsMemory(0, read), ct);
        }
        return lines;
    }

    private static string Quoted(IEnumerable<string> columns) => string.Join(", ", columns.Select(column => $"\"{column}\""));

    private static async Task<string> HashAsync(string path, CancellationToken ct)
    {
        await using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, ct));
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(ct);
    }
}
