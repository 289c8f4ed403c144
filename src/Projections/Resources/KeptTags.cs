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
    // What an event says of the first list is nothing.
    private const string List = "coalesce(r.tags_signature, '')";

    public async Task<IReadOnlyList<string?>> ListsAsync(ResourceLevel level, CancellationToken ct)
    {
        await using var command = database.CreateCommand($"select distinct r.tags_signature from {ResourceTable.Of(level)} r");
        var lists = new List<string?>();
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct)) lists.Add(rows.IsDBNull(0) ? null : rows.GetString(0));
        return lists;
    }

    public async Task<long> CountAsync(ResourcesToRead which, CancellationToken ct)
    {
        await using var command = Command($"select count(*) from {ResourceTable.Of(which.Level)} r where {Condition(which)}", which);
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }

    public async Task<IReadOnlyList<ReadableResource>> NextAsync(ResourcesToRead which, string after, int atMost, CancellationToken ct)
    {
        await using var command = Command(
            $"""
            select r.id, {Patient(which.Level)}, file.id, file.sha256, file.size from {ResourceTable.Of(which.Level)} r
            cross join lateral (
                select i.id, i.sha256, i.size from {ResourceTable.Of(ResourceLevel.Instance)} i
                where {ResourceTable.Below(ResourceLevel.Instance, which.Level, "r.id", row: "i")} order by i.seq limit 1) file
            where {Condition(which)} and r.id > $4 order by r.id limit $5
            """, which);
        command.Parameters.Add(new() { Value = after });
        command.Parameters.Add(new() { Value = (long)atMost });

        var page = new List<ReadableResource>();
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
            page.Add(new(rows.GetId(), new(rows.GetString(1)),
                new(rows.GetString(2), Convert.ToHexStringLower(rows.GetFieldValue<byte[]>(3)), rows.GetInt64(4))));
        return page;
    }

    public async Task<IReadOnlyDictionary<OrthancId, (OrthancId Patient, ShownTags Shown)>> LockAsync(
        NpgsqlTransaction transaction, ResourceLevel level, IReadOnlyCollection<OrthancId> ids, CancellationToken ct)
    {
        string[] asked = [.. ids.Select(id => id.Value)];
        var patient = Patient(level);
        await ViewLock.ShareAsync(transaction, ct);
        var patients = new HashSet<string>();
        await using (var find = new NpgsqlCommand($"select distinct {patient} from {ResourceTable.Of(level)} r where r.id = any($1)",
            transaction.Connection, transaction)
        {
            Parameters = { new() { Value = asked } },
        })
        await using (var rows = await find.ExecuteReaderAsync(ct))
            while (await rows.ReadAsync(ct)) patients.Add(rows.GetString(0));

        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        batch.Add(PatientLock.Sql, [PatientLock.Keys(patients)]);
        var ofPatient = level == ResourceLevel.Study ? "r.patient_tags" : "null";
        batch.Add(
            $"select r.id, {patient}, r.tags, {ofPatient}, r.tags_signature, r.sequences from {ResourceTable.Of(level)} r "
            + $"where r.id = any($1) order by r.id", [asked]);
        var held = new Dictionary<OrthancId, (OrthancId, ShownTags)>();
        await using var locked = await batch.ExecuteReaderAsync(ct);
        await locked.NextResultAsync(ct);
        while (await locked.ReadAsync(ct))
        {
            string? At(int column) => locked.IsDBNull(column) ? null : locked.GetString(column);
            held[locked.GetId()] = (
                new(locked.GetString(1)), new(MatchColumns.Tags(locked.GetString(2)), At(3) is { } tags ? MatchColumns.Tags(tags) : null,
                    At(4), At(5)));
        }
        return held;
    }

    public Task<IAsyncDisposable?> TryHoldFillingAsync(CancellationToken ct) =>
        SessionLock.TryTakeAsync(database, ct, AdvisoryLocks.Filling);

    private static string Patient(ResourceLevel level) => level == ResourceLevel.Patient ? "r.id" : "r.patient_id";

    // On r, with $1 to $3: the resource around which, and the lists of the resource and of its patient.
    private static string Condition(ResourcesToRead which)
    {
        var ofPatient = which.ListsOfPatient.Count == 0
            ? "cardinality($3) > 0"
            : $"r.patient_id in (select id from {ResourceTable.Of(ResourceLevel.Patient)} where coalesce(tags_signature, '') = any($3))";
        var around = which.Around is not { } resource ? "$1 = ''"
            : which.Level >= resource.Level ? ResourceTable.Below(which.Level, resource.Level, "$1")
            : ResourceTable.Above(which.Level, resource.Level, "$1");
        return $"({List} = any($2) or {ofPatient}) and {around}";
    }

    private NpgsqlCommand Command(string sql, ResourcesToRead which)
    {
        var command = database.CreateCommand(sql);
        command.Parameters.Add(new() { Value = which.Around?.Id.Value ?? "", NpgsqlDbType = NpgsqlDbType.Text });
        foreach (var lists in new[] { which.Lists, which.ListsOfPatient })
            command.Parameters.Add(new() { Value = lists.Select(list => list ?? "")
                .ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        return command;
    }
}
