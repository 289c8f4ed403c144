using System.Runtime.CompilerServices;
using EventDicom.Domain;
using EventDicom.Domain.Instances;
using Npgsql;

namespace EventDicom.Projections.Resources;

/// <summary>Answers jobs from the inline views.</summary>
public sealed class StoredInstances(NpgsqlDataSource database) : IStoredInstances
{
    private const int IdsAtOnce = 10_000;

    public async Task<IReadOnlyDictionary<OrthancId, HeldFile>> FilesAsync(IReadOnlyCollection<OrthancId> instances, CancellationToken ct)
    {
        var files = new Dictionary<OrthancId, HeldFile>();
        foreach (var some in instances.Select(id => id.Value).Chunk(IdsAtOnce))
        {
            await using var command = database.CreateCommand(
                $"select id, sha256, size, series_id, study_id, patient_id from {ViewSchema.Name}.instances where id = any($1)");
            command.Parameters.Add(new() { Value = some });
            await using var rows = await command.ExecuteReaderAsync(ct);
            while (await rows.ReadAsync(ct))
                files[rows.GetId()] = FileIn(rows);
        }
        return files;
    }

    public async Task<IReadOnlyDictionary<OrthancId, SendableInstance>> SendableAsync(
        IReadOnlyCollection<OrthancId> instances, CancellationToken ct)
    {
        var held = new Dictionary<OrthancId, SendableInstance>();
        await foreach (var (id, instance) in SendableAsync("id", instances.Select(id => id.Value), ct)) held[id] = instance;
        return held;
    }

    public async Task<ILookup<string, KeyValuePair<OrthancId, SendableInstance>>> BySopInstanceUidsAsync(
        IReadOnlyCollection<string> uids, CancellationToken ct)
    {
        var held = new List<KeyValuePair<OrthancId, SendableInstance>>();
        await foreach (var instance in SendableAsync("sop_instance_uid", uids.Distinct(), ct)) held.Add(instance);
        return held.ToLookup(instance => instance.Value.SopInstanceUid);
    }

    public async Task<IReadOnlyCollection<OrthancId>> MadeByAsync(string job, bool ofStored, CancellationToken ct)
    {
        await using var command = database.CreateCommand(ResultsOfJobs.Sql);
        command.Parameters.Add(new() { Value = job });
        command.Parameters.Add(new() { Value = ofStored });
        var instances = new List<OrthancId>();
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct)) instances.Add(rows.GetId());
        return instances;
    }

    private async IAsyncEnumerable<KeyValuePair<OrthancId, SendableInstance>> SendableAsync(
        string column, IEnumerable<string> values, [EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var some in values.Chunk(IdsAtOnce))
        {
            await using var command = database.CreateCommand(
                $"""
                select id, sha256, size, series_id, study_id, patient_id, sop_instance_uid, coalesce(sop_class_uid, ''),
                       coalesce(transfer_syntax_uid, '')
                from {ViewSchema.Name}.instances where {column} = any($1)
                """);
            command.Parameters.Add(new() { Value = some });
            await using var rows = await command.ExecuteReaderAsync(ct);
            while (await rows.ReadAsync(ct))
                yield return new(rows.GetId(), new(FileIn(rows), rows.GetString(6), rows.GetString(7), rows.GetString(8)));
        }
    }

    private static HeldFile FileIn(NpgsqlDataReader rows) => new(
        Convert.ToHexStringLower(rows.GetFieldValue<byte[]>(1)), rows.GetInt64(2),
        new(new(rows.GetString(3)), new(rows.GetString(4)), new(rows.GetString(5))));
}
