using EventDicom.Domain;
using EventDicom.Domain.Modifying;
using EventDicom.Domain.Resources;
using EventDicom.Projections.Finding;
using Npgsql;

namespace EventDicom.Projections.Resources;

/// <summary>Answers the rules about one resource from the inline views, under a lock on its patient.</summary>
public sealed class HeldResources(NpgsqlDataSource database) : IResources
{
    public async Task<HeldResource?> LockAsync(NpgsqlTransaction transaction, ResourceLevel level, OrthancId id, CancellationToken ct)
    {
        await ViewLock.ShareAsync(transaction, ct);
        if (await PatientOfAsync(transaction, level, id, ct) is not { } patient) return null;

        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        batch.Add("select pg_advisory_xact_lock($1)", [PatientLock.Key(patient)]);
        batch.Add(Ancestry(level), [id.Value]);
        await using var rows = await batch.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct)) { } // the lock
        await rows.NextResultAsync(ct);
        if (!await rows.ReadAsync(ct)) return null; // it went while we waited

        OrthancId? At(int column) => rows.IsDBNull(column) ? null : new(rows.GetString(column));
        var counts = new Dictionary<ResourceLevel, int>();
        for (var above = ResourceLevel.Patient; above <= level && above < ResourceLevel.Instance; above++)
            counts[above] = rows.GetInt32(4 + (int)above);
        if (level == ResourceLevel.Instance) counts[ResourceLevel.Instance] = 1;
        return new(level, id, new(patient), At(1), At(2), counts, rows.GetBoolean(3));
    }

    public async Task<IReadOnlyCollection<OrthancId>> InstancesAsync(
        NpgsqlTransaction transaction, ResourceLevel level, OrthancId id, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            $"select r.id from {ResourceTable.Of(ResourceLevel.Instance)} r where "
            + $"{ResourceTable.Below(ResourceLevel.Instance, level, "$1")}",
            transaction.Connection, transaction) { Parameters = { new() { Value = id.Value } } };
        var instances = new List<OrthancId>();
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct)) instances.Add(rows.GetId());
        return instances;
    }

    public async Task<ShownTags> MainDicomTagsAsync(NpgsqlTransaction transaction, ResourceLevel level, OrthancId id, CancellationToken ct)
    {
        var ofPatient = level == ResourceLevel.Study ? "r.patient_tags" : "null";
        await using var command = new NpgsqlCommand(
            $"select tags, {ofPatient}, tags_signature, sequences from {ResourceTable.Of(level)} r where id = $1",
            transaction.Connection, transaction)
        {
            Parameters = { new() { Value = id.Value } },
        };
        await using var rows = await command.ExecuteReaderAsync(ct);
        await rows.ReadAsync(ct);
        return new(
            MatchColumns.Tags(rows.GetString(0)), rows.IsDBNull(1) ? null : MatchColumns.Tags(rows.GetString(1)),
            rows.IsDBNull(2) ? null : rows.GetString(2), rows.IsDBNull(3) ? null : rows.GetString(3));
    }

    public async Task<IReadOnlyCollection<string>> LabelsAsync(NpgsqlTransaction transaction, ResourceLevel level, OrthancId id,
        CancellationToken ct)
    {
        await using var command = new NpgsqlCommand($"select labels from {ResourceTable.Of(level)} where id = $1",
            transaction.Connection, transaction)
        {
            Parameters = { new() { Value = id.Value } },
        };
        return await command.ExecuteScalarAsync(ct) as string[] ?? [];
    }

    public async Task<IReadOnlyDictionary<OrthancId, IReadOnlyCollection<string>>> LabelsAsync(
        ResourceLevel level, IReadOnlyCollection<OrthancId> ids, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            $"select id, labels from {ResourceTable.Of(level)} where id = any($1) and labels is not null");
        command.Parameters.Add(new() { Value = ids.Select(id => id.Value).ToArray() });
        var labels = new Dictionary<OrthancId, IReadOnlyCollection<string>>();
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct)) labels[rows.GetId()] = rows.GetFieldValue<string[]>(1);
        return labels;
    }

    private static async Task<string?> PatientOfAsync(NpgsqlTransaction transaction, ResourceLevel level, OrthancId id,
        CancellationToken ct)
    {
        var (table, column) = level switch
        {
            ResourceLevel.Patient => ("patients", "id"),
            ResourceLevel.Study => ("studies", "patient_id"),
            ResourceLevel.Series => ("series", "patient_id"),
            _ => ("instances", "patient_id"),
        };
        await using var command = new NpgsqlCommand($"select {column} from {ViewSchema.Name}.{table} where id = $1",
            transaction.Connection, transaction)
        {
            Parameters = { new() { Value = id.Value } },
        };
        return (string?)await command.ExecuteScalarAsync(ct);
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
            from {ViewSchema.Name}.instances i join {ViewSchema.Name}.series s on s.id = i.series_id join {ViewSchema.Name}.studies t
              on t.id = s.study_id
            join {ViewSchema.Name}.patients p on p.id = t.patient_id where i.id = $1
            """,
    };
}
