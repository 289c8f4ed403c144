using EventDicom.Domain;
using EventDicom.Domain.Worklists;
using EventDicom.Projections.Resources;
using Npgsql;

namespace EventDicom.Projections.Worklists;

/// <summary>Tells from the inline view which studies are stable.</summary>
public sealed class StableStudies(NpgsqlDataSource database) : IStableStudies
{
    public async Task<IReadOnlySet<OrthancId>> AmongAsync(IReadOnlyCollection<OrthancId> studies, CancellationToken ct)
    {
        var stable = new HashSet<OrthancId>();
        if (studies.Count == 0) return stable;
        await using var result = await RepeatedRead.ExecuteAsync(
            database, $"select id from {ViewSchema.Name}.studies where id = any($1) and stable",
            command => command.Parameters.Add(new() { Value = studies.Select(study => study.Value).ToArray() }), ct);
        while (await result.Rows.ReadAsync(ct)) stable.Add(result.Rows.GetId());
        return stable;
    }
}
