using EventDicom.Domain;
using EventDicom.Domain.Metadata;
using EventDicom.Projections.Resources;
using Npgsql;

namespace EventDicom.Projections.Metadata;

/// <summary>Reads all metadata of resources: what the archive keeps of its own accord, and what users have set.</summary>
public sealed class MetadataQueries(NpgsqlDataSource database, ResourceQueries resources) : IKeptMetadata
{
    private const string OfResource =
        $"select value, revision from {ViewSchema.Name}.metadata where level = $1 and resource_id = $2 and number = $3";

    /// <summary>One of them.</summary>
    /// <returns>Whether there is such a resource, and what it has.</returns>
    public async Task<(bool IsKnown, KeptValue? Value)> FindAsync(ResourceLevel level, string id, int number, CancellationToken ct)
    {
        if (MetadataNames.IsOfSite(number) && await SetByUsersAsync(level, id, number, ct) is { } set) return (true, set);

        if (!(await resources.MetadataAsync(level, [id], ct)).TryGetValue(id, out var kept)) return (false, null);
        return (true, kept.TryGetValue(number, out var text) ? new KeptValue(text, 0) : null);
    }

    /// <summary>All by their numbers; <c>null</c> when there is no such resource.</summary>
    public async Task<SortedDictionary<int, KeptValue>?> OfAsync(ResourceLevel level, string id, CancellationToken ct) =>
        (await OfAsync(level, [id], ct)).GetValueOrDefault(id);

    /// <summary>Those of some resources of one level by their numbers; resources that are not known are left out.</summary>
    /// <param name="ids">No more than go with one statement.</param>
    public async Task<IReadOnlyDictionary<string, SortedDictionary<int, KeptValue>>> OfAsync(ResourceLevel level,
        IReadOnlyCollection<string> ids, CancellationToken ct)
    {
        var metadata = (await resources.MetadataAsync(level, ids, ct)).ToDictionary(
            resource => resource.Key,
            resource =>
                new SortedDictionary<int, KeptValue>(
                    resource.Value.ToDictionary(value => value.Key, value => new KeptValue(value.Value, 0))));
        foreach (var (id, number, value) in await SetByUsersAsync(level, metadata.Keys, ct)) metadata[id][number] = value;
        return metadata;
    }

    /// <summary>What users have set of some resources of one level.</summary>
    /// <inheritdoc cref="OfAsync(ResourceLevel, IReadOnlyCollection{string}, CancellationToken)"/>
    public async Task<IReadOnlyList<(string Resource, int Number, KeptValue Value)>> SetByUsersAsync(
        ResourceLevel level, IReadOnlyCollection<string> ids, CancellationToken ct)
    {
        await using var result = await RepeatedRead.ExecuteAsync(
            database,
            $"select resource_id, number, value, revision from {ViewSchema.Name}.metadata where level = $1 and resource_id = any($2)",
            command =>
            {
                command.Parameters.Add(new() { Value = (short)level });
                command.Parameters.Add(new() { Value = ids.ToArray() });
            }, ct);
        var set = new List<(string, int, KeptValue)>();
        while (await result.Rows.ReadAsync(ct))
            set.Add((result.Rows.GetString(0), result.Rows.GetInt32(1), new(result.Rows.GetString(2), result.Rows.GetInt64(3))));
        return set;
    }

    public async Task<KeptValue?> FindAsync(NpgsqlTransaction transaction, ResourceLevel level, OrthancId id, int number,
        CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(OfResource, transaction.Connection, transaction);
        Ask(command, level, id.Value, number);
        await using var row = await command.ExecuteReaderAsync(ct);
        return await ReadAsync(row, ct);
    }

    private async Task<KeptValue?> SetByUsersAsync(ResourceLevel level, string id, int number, CancellationToken ct)
    {
        await using var result = await RepeatedRead.ExecuteAsync(database, OfResource, command => Ask(command, level, id, number), ct);
        return await ReadAsync(result.Rows, ct);
    }

    private static void Ask(NpgsqlCommand command, ResourceLevel level, string id, int number)
    {
        foreach (var part in (object[])[(short)level, id, number]) command.Parameters.Add(new() { Value = part });
    }

    private static async Task<KeptValue?> ReadAsync(NpgsqlDataReader row, CancellationToken ct) =>
        await row.ReadAsync(ct) ? new(row.GetString(0), row.GetInt64(1)) : null;
}
