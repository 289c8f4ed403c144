using EventDicom.Domain;
using EventDicom.Domain.Modifying;
using EventDicom.Domain.Reconstructing;
using EventDicom.Projections.Finding;
using Npgsql;
using NpgsqlTypes;

namespace EventDicom.Projections.Resources;

/// <summary>Answers what reads files again from the inline views.</summary>
public sealed class KeptTags(NpgsqlDataSource database) : IKeptTags
{
    public async Task<IReadOnlyList<ReadableResource>> NextAsync(
        ResourceLevel level, (ResourceLevel Level, OrthancId Id)? around, string? signature, bool every, string after, int atMost, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(
            $"""
            select r.id, file.id, file.sha256, file.size from {ResourceTable.Of(level)} r
            cross join lateral (
                select i.id, i.sha256, i.size from {ResourceTable.Of(ResourceLevel.Instance)} i where {FilesOf(level)} order by i.seq limit 1) file
            where r.id > $2 and ($3 or coalesce(r.tags_signature, '') <> $4) and {(around is { } resource ? Concerned(level, resource.Level) : "$1 = ''")}
            order by r.id limit $5
            """);
        command.Parameters.Add(new() { Value = around?.Id.Value ?? "", NpgsqlDbType = NpgsqlDbType.Text });
        foreach (var parameter in (object[])[after, every, signature ?? "", (long)atMost]) command.Parameters.Add(new() { Value = parameter });

        var page = new List<ReadableResource>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            page.Add(new(rows.GetId(), new(rows.GetString(1), Convert.ToHexStringLower(rows.GetFieldValue<byte[]>(2)), rows.GetInt64(3))));
        return page;
    }

    public async Task<IReadOnlyDictionary<OrthancId, (OrthancId Patient, ShownTags Shown)>> LockAsync(
        NpgsqlTransaction transaction, ResourceLevel level, IReadOnlyCollection<OrthancId> ids, CancellationToken cancellation)
    {
        string[] asked = [.. ids.Select(id => id.Value)];
        var patient = level == ResourceLevel.Patient ? "r.id" : "r.patient_id";
        await ViewLock.ShareAsync(transaction, cancellation);
        var patients = new HashSet<string>();
        await using (var find = new NpgsqlCommand($"select distinct {patient} from {ResourceTable.Of(level)} r where r.id = any($1)", transaction.Connection, transaction)
        {
            Parameters = { new() { Value = asked } },
        })
        await using (var rows = await find.ExecuteReaderAsync(cancellation))
            while (await rows.ReadAsync(cancellation)) patients.Add(rows.GetString(0));

        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        batch.Add(PatientLock.Sql, [PatientLock.Keys(patients)]);
        var ofPatient = level == ResourceLevel.Study ? "r.patient_tags" : "null";
        batch.Add($"select r.id, {patient}, r.tags, {ofPatient}, r.tags_signature, r.sequences from {ResourceTable.Of(level)} r where r.id = any($1) order by r.id", [asked]);
        var held = new Dictionary<OrthancId, (OrthancId, ShownTags)>();
        await using var locked = await batch.ExecuteReaderAsync(cancellation);
        await locked.NextResultAsync(cancellation);
        while (await locked.ReadAsync(cancellation))
        {
            string? At(int column) => locked.IsDBNull(column) ? null : locked.GetString(column);
            held[locked.GetId()] = (
                new(locked.GetString(1)), new(MatchColumns.Tags(locked.GetString(2)), At(3) is { } tags ? MatchColumns.Tags(tags) : null, At(4), At(5)));
        }
        return held;
    }

    // Through the index on series_id, as everywhere.
    private static string FilesOf(ResourceLevel level) => level switch
    {
        ResourceLevel.Instance => "i.id = r.id",
        ResourceLevel.Series => "i.series_id = r.id",
        ResourceLevel.Study => $"i.series_id in (select id from {ResourceTable.Of(ResourceLevel.Series)} where study_id = r.id)",
        _ => $"""
            i.series_id in (
                select s.id from {ResourceTable.Of(ResourceLevel.Series)} s join {ResourceTable.Of(ResourceLevel.Study)} t on t.id = s.study_id where t.patient_id = r.id)
            """,
    };

    private static string Concerned(ResourceLevel level, ResourceLevel of) => level >= of ? ResourceTable.Below(level, of, "$1") : ResourceTable.Above(level, of, "$1");
}
