using System.Buffers.Binary;
using EventDicom.Domain;
using EventDicom.Domain.Instances;
using EventDicom.Domain.Modifying;
using EventDicom.Domain.Stability;
using EventDicom.Projections.Blobs;
using Npgsql;

namespace EventDicom.Projections.Resources;

/// <summary>Answers what the rules ask, from the inline views and under a lock on the patients concerned.</summary>
public sealed class ResourceIndex(NpgsqlDataSource database) : IResourceIndex
{
    private const int IdsAtOnce = 10_000;

    public async Task<Holdings> LockAsync(
        NpgsqlTransaction transaction, IReadOnlyCollection<InstanceHeader> instances, IReadOnlyCollection<string> sha256, CancellationToken cancellation)
    {
        var patients = Ids(instances, header => header.PatientId);
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        Add(batch, ViewLock.ShareSql, []);
        Add(batch, "select pg_advisory_xact_lock(key) from unnest($1) as key", [patients.Select(LockKey).Order().ToArray()]);
        foreach (var keep in RemovalMarks.KeepSql) Add(batch, keep, [sha256.Select(Convert.FromHexString).ToArray()]);
        Add(batch, $"select id, sha256, size, labels from {ViewSchema.Name}.instances where id = any($1)", [Ids(instances, header => header.InstanceId)]);
        Add(batch,
            $"""
            select id, instances, expected,
                case when expected <= instances + $2 then array(select index_in_series from {ViewSchema.Name}.instances where series_id = series.id) end, labels
            from {ViewSchema.Name}.series where id = any($1)
            """,
            [Ids(instances, header => header.SeriesId), instances.Count]);
        Add(batch, $"select id, instances, labels from {ViewSchema.Name}.studies where id = any($1)", [Ids(instances, header => header.StudyId)]);
        Add(batch, $"select id, instances, labels from {ViewSchema.Name}.patients where id = any($1)", [patients]);

        var holdings = new Holdings();
        await using var rows = await batch.ExecuteReaderAsync(cancellation);
        await rows.NextResultAsync(cancellation);
        await rows.NextResultAsync(cancellation);
        await rows.NextResultAsync(cancellation); // all these are locks
        while (await rows.ReadAsync(cancellation))
        {
            holdings.Hold(Id(rows), new HeldInstance(Convert.ToHexStringLower(rows.GetFieldValue<byte[]>(1)), rows.GetInt64(2)));
            HoldLabels(3);
        }
        await rows.NextResultAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            long? expected = rows.IsDBNull(2) ? null : rows.GetInt64(2);
            holdings.Hold(Id(rows), new HeldSeries(rows.GetInt32(1), expected, rows.IsDBNull(3) ? null : rows.GetFieldValue<string?[]>(3)));
            HoldLabels(4);
        }
        await rows.NextResultAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            holdings.HoldStudy(Id(rows), rows.GetInt32(1));
            HoldLabels(2);
        }
        await rows.NextResultAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            holdings.HoldPatient(Id(rows), rows.GetInt32(1));
            HoldLabels(2);
        }
        return holdings;

        void HoldLabels(int column)
        {
            if (!rows.IsDBNull(column)) holdings.HoldLabels(Id(rows), rows.GetFieldValue<string[]>(column));
        }
    }

    public async Task<HeldResource?> LockAsync(NpgsqlTransaction transaction, ResourceLevel level, OrthancId id, CancellationToken cancellation)
    {
        await ShareAsync(transaction, cancellation);
        if (await PatientOfAsync(transaction, level, id, cancellation) is not { } patient) return null;

        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        Add(batch, "select pg_advisory_xact_lock($1)", [LockKey(patient)]);
        Add(batch, Ancestry(level), [id.Value]);
        await using var rows = await batch.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation)) { } // the lock
        await rows.NextResultAsync(cancellation);
        if (!await rows.ReadAsync(cancellation)) return null; // it went while we waited

        OrthancId? At(int column) => rows.IsDBNull(column) ? null : new(rows.GetString(column));
        var counts = new Dictionary<ResourceLevel, int>();
        for (var above = ResourceLevel.Patient; above <= level && above < ResourceLevel.Instance; above++) counts[above] = rows.GetInt32(4 + (int)above);
        if (level == ResourceLevel.Instance) counts[ResourceLevel.Instance] = 1;
        return new(level, id, new(patient), At(1), At(2), counts, rows.GetBoolean(3));
    }

    public async Task<IReadOnlyCollection<OrthancId>> InstancesAsync(
        NpgsqlTransaction transaction, ResourceLevel level, OrthancId id, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"select r.id from {ResourceTable.Of(ResourceLevel.Instance)} r where {ResourceTable.Below(ResourceLevel.Instance, level)}",
            transaction.Connection, transaction) { Parameters = { new() { Value = id.Value } } };
        var instances = new List<OrthancId>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation)) instances.Add(Id(rows));
        return instances;
    }

    public async Task<IReadOnlyDictionary<OrthancId, HeldFile>> FilesAsync(IReadOnlyCollection<OrthancId> instances, CancellationToken cancellation)
    {
        var files = new Dictionary<OrthancId, HeldFile>();
        foreach (var some in instances.Select(id => id.Value).Chunk(IdsAtOnce))
        {
            await using var command = database.CreateCommand($"select id, sha256, size, series_id, study_id, patient_id from {ViewSchema.Name}.instances where id = any($1)");
            command.Parameters.Add(new() { Value = some });
            await using var rows = await command.ExecuteReaderAsync(cancellation);
            while (await rows.ReadAsync(cancellation))
                files[Id(rows)] = new(
                    Convert.ToHexStringLower(rows.GetFieldValue<byte[]>(1)), rows.GetInt64(2), new(rows.GetString(3)), new(rows.GetString(4)), new(rows.GetString(5)));
        }
        return files;
    }

    public async Task<ShownTags> MainDicomTagsAsync(NpgsqlTransaction transaction, ResourceLevel level, OrthancId id, CancellationToken cancellation)
    {
        var ofPatient = level == ResourceLevel.Study ? $"coalesce(r.patient_tags, (select tags from {ViewSchema.Name}.patients where id = r.patient_id))" : "null";
        await using var command = new NpgsqlCommand($"select tags, {ofPatient}, tags_signature, sequences from {ResourceTable.Of(level)} r where id = $1", transaction.Connection, transaction)
        {
            Parameters = { new() { Value = id.Value } },
        };
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        await rows.ReadAsync(cancellation);
        return new(
            ResourceQueries.Tags(rows.GetString(0)), rows.IsDBNull(1) ? null : ResourceQueries.Tags(rows.GetString(1)),
            rows.IsDBNull(2) ? null : rows.GetString(2), rows.IsDBNull(3) ? null : rows.GetString(3));
    }

    public async Task<IReadOnlyCollection<string>> LabelsAsync(NpgsqlTransaction transaction, ResourceLevel level, OrthancId id, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand($"select labels from {ResourceTable.Of(level)} where id = $1", transaction.Connection, transaction)
        {
            Parameters = { new() { Value = id.Value } },
        };
        return await command.ExecuteScalarAsync(cancellation) as string[] ?? [];
    }

    public async Task<IReadOnlyDictionary<OrthancId, IReadOnlyCollection<string>>> LabelsAsync(
        ResourceLevel level, IReadOnlyCollection<OrthancId> ids, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand($"select id, labels from {ResourceTable.Of(level)} where id = any($1) and labels is not null");
        command.Parameters.Add(new() { Value = ids.Select(id => id.Value).ToArray() });
        var labels = new Dictionary<OrthancId, IReadOnlyCollection<string>>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation)) labels[Id(rows)] = rows.GetFieldValue<string[]>(1);
        return labels;
    }

    public async Task<IReadOnlyCollection<OrthancId>> MadeByAsync(string job, bool ofStored, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(ResultsOfJobs.Sql);
        command.Parameters.Add(new() { Value = job });
        command.Parameters.Add(new() { Value = ofStored });
        var instances = new List<OrthancId>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation)) instances.Add(Id(rows));
        return instances;
    }

    public async Task<long> NewestEventAsync(CancellationToken cancellation)
    {
        await using var command = database.CreateCommand($"select coalesce(max(seq_id), 0) from {EventStore.Schema}.mt_events");
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    public async Task<IReadOnlyList<RestingResource>> LockRestingAsync(
        NpgsqlTransaction transaction, long upTo, int patients, CancellationToken cancellation)
    {
        const string Resting = "not stable and changed <= $1";
        await ShareAsync(transaction, cancellation);
        string[] concerned;
        await using (var find = new NpgsqlCommand(
            $"""
            select distinct patient from (
                (select patient_id as patient from {ViewSchema.Name}.series where {Resting} order by changed limit $2)
                union all (select patient_id from {ViewSchema.Name}.studies where {Resting} order by changed limit $2)
                union all (select id from {ViewSchema.Name}.patients where {Resting} order by changed limit $2)) as resting limit $2
            """, transaction.Connection, transaction) { Parameters = { new() { Value = upTo }, new() { Value = patients } } })
        {
            var found = new List<string>();
            await using var rows = await find.ExecuteReaderAsync(cancellation);
            while (await rows.ReadAsync(cancellation)) found.Add(rows.GetString(0));
            concerned = [.. found];
        }
        if (concerned.Length == 0) return [];

        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        Add(batch, "select pg_advisory_xact_lock(key) from unnest($1) as key", [concerned.Select(LockKey).Order().ToArray()]);
        Add(batch, $"select id, patient_id, study_id from {ViewSchema.Name}.series where {Resting} and patient_id = any($2) order by seq", [upTo, concerned]);
        Add(batch, $"select id, patient_id, null from {ViewSchema.Name}.studies where {Resting} and patient_id = any($2) order by seq", [upTo, concerned]);
        Add(batch, $"select id, id, null from {ViewSchema.Name}.patients where {Resting} and id = any($2) order by seq", [upTo, concerned]);
        var resting = new List<RestingResource>();
        await using var locked = await batch.ExecuteReaderAsync(cancellation);
        foreach (var level in (ResourceLevel[])[ResourceLevel.Series, ResourceLevel.Study, ResourceLevel.Patient])
        {
            await locked.NextResultAsync(cancellation);
            while (await locked.ReadAsync(cancellation))
                resting.Add(new(level, Id(locked), new(locked.GetString(1)), locked.IsDBNull(2) ? null : new(locked.GetString(2))));
        }
        return resting;
    }

    private static async Task ShareAsync(NpgsqlTransaction transaction, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(ViewLock.ShareSql, transaction.Connection, transaction);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static async Task<string?> PatientOfAsync(NpgsqlTransaction transaction, ResourceLevel level, OrthancId id, CancellationToken cancellation)
    {
        var (table, column) = level switch
        {
            ResourceLevel.Patient => ("patients", "id"),
            ResourceLevel.Study => ("studies", "patient_id"),
            ResourceLevel.Series => ("series", "patient_id"),
            _ => ("instances", "patient_id"),
        };
        await using var command = new NpgsqlCommand($"select {column} from {ViewSchema.Name}.{table} where id = $1", transaction.Connection, transaction)
        {
            Parameters = { new() { Value = id.Value } },
        };
        return (string?)await command.ExecuteScalarAsync(cancellation);
    }

    // patient, study, series, protection of the patient, instances below patient, study, series
    private static string Ancestry(ResourceLevel level) => level switch
    {
        ResourceLevel.Patient => $"select id, null, null, protected, instances from {ViewSchema.Name}.patients where id = $1",
        ResourceLevel.Study =>
            $"""
            select p.id, t.id, null, p.protected, p.instances, t.instances
            from {ViewSchema.Name}.studies t join {ViewSchema.Name}.patients p on p.id = t.patient_id where t.id = $1
            """,
        ResourceLevel.Series =>
            $"""
            select p.id, t.id, s.id, p.protected, p.instances, t.instances, s.instances
            from {ViewSchema.Name}.series s join {ViewSchema.Name}.studies t on t.id = s.study_id
            join {ViewSchema.Name}.patients p on p.id = t.patient_id where s.id = $1
            """,
        _ =>
            $"""
            select p.id, t.id, s.id, p.protected, p.instances, t.instances, s.instances
            from {ViewSchema.Name}.instances i join {ViewSchema.Name}.series s on s.id = i.series_id join {ViewSchema.Name}.studies t on t.id = s.study_id
            join {ViewSchema.Name}.patients p on p.id = t.patient_id where i.id = $1
            """,
    };

    private static OrthancId Id(NpgsqlDataReader rows) => new(rows.GetString(0));

    private static string[] Ids(IReadOnlyCollection<InstanceHeader> instances, Func<InstanceHeader, OrthancId> id) =>
        [.. instances.Select(header => id(header).Value).Distinct()];

    // The first 64 bits of the SHA-1; taken in sorted order, so that two batches cannot wait for each other.
    private static long LockKey(string patient)
    {
        Span<byte> bytes = stackalloc byte[8];
        Convert.FromHexString(patient.AsSpan(0, 8), bytes, out _, out _);
        Convert.FromHexString(patient.AsSpan(9, 8), bytes[4..], out _, out _);
        return BinaryPrimitives.ReadInt64BigEndian(bytes);
    }

    private static void Add(NpgsqlBatch batch, string sql, object[] parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in parameters) command.Parameters.Add(new() { Value = value });
        batch.BatchCommands.Add(command);
    }
}
