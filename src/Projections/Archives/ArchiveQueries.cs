using System.Globalization;
using System.Runtime.CompilerServices;
using EventDicom.Domain;
using Npgsql;

namespace EventDicom.Projections.Archives;

/// <summary>Reads what is to be packed. Connections are held for a page of rows only, however slowly an archive is fetched.</summary>
public sealed class ArchiveQueries(NpgsqlDataSource database)
{
    private const int PageSize = 1000;

    /// <summary>The series that lie at, above or below some resources of any level, each once, in insertion order from the patients down.</summary>
    /// <returns><c>null</c> when one of the resources is unknown.</returns>
    public async Task<IReadOnlyList<SeriesToPack>?> SeriesAsync(IReadOnlyCollection<string> resources, CancellationToken cancellation)
    {
        var ids = resources.Distinct().ToArray();
        if (!ids.All(OrthancId.IsWellFormed)) return null;

        await using var known = database.CreateCommand(
            $"""
            select (select count(*) from {ViewSchema.Name}.patients where id = any($1)) + (select count(*) from {ViewSchema.Name}.studies where id = any($1))
                + (select count(*) from {ViewSchema.Name}.series where id = any($1)) + (select count(*) from {ViewSchema.Name}.instances where id = any($1))
            """);
        known.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = ids });
        if ((long)(await known.ExecuteScalarAsync(cancellation))! != ids.Length) return null;

        await using var command = database.CreateCommand(
            $"""
            select s.id, t.id, p.id, {PatientTag("0010,0020")}, {PatientTag("0010,0010")}, t.tags->>'0008,0050', t.tags->>'0008,1030', s.tags->>'0020,0011', s.tags->>'0008,0060', s.tags->>'0008,103e',
                s.whole, case when s.whole then s.instances else part.instances end, case when s.whole then s.size else part.size end
            from (
                select *, id = any($1) or study_id = any($1) or patient_id = any($1) as whole from {ViewSchema.Name}.series where id in (
                    select id from {ViewSchema.Name}.series where id = any($1)
                    union select id from {ViewSchema.Name}.series where study_id = any($1)
                    union select d.id from {ViewSchema.Name}.studies c join {ViewSchema.Name}.series d on d.study_id = c.id where c.patient_id = any($1)
                    union select series_id from {ViewSchema.Name}.instances where id = any($1))
            ) s
            join {ViewSchema.Name}.studies t on t.id = s.study_id
            join {ViewSchema.Name}.patients p on p.id = t.patient_id
            left join lateral (
                select count(*)::int as instances, coalesce(sum(size), 0)::bigint as size from {ViewSchema.Name}.instances
                where not s.whole and id = any($1) and series_id = s.id
            ) part on true
            order by p.seq, t.seq, s.seq
            """);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = ids });
        var series = new List<SeriesToPack>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            series.Add(new(
                rows.GetString(0), rows.GetString(1), rows.GetString(2), Text(rows, 3), Text(rows, 4), Text(rows, 5), Text(rows, 6), Text(rows, 7), Text(rows, 8), Text(rows, 9),
                rows.GetBoolean(10) ? null : ids, rows.GetInt32(11), rows.GetInt64(12)));
        return series;
    }

    /// <summary>The instances of one series in insertion order.</summary>
    public async IAsyncEnumerable<InstanceToPack> InstancesAsync(SeriesToPack series, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var after = 0L;
        var counter = 0;
        bool? areDistinct = null;
        while (true)
        {
            var page = await PageAsync(series, after, cancellation);
            areDistinct ??= page.Count < PageSize
                ? page.Select(row => row.Number).Distinct().Count() == page.Count
                : await HasDistinctNumbersAsync(series, cancellation);
            foreach (var (instance, number, _) in page)
            {
                yield return instance with { Number = areDistinct.Value ? number : counter };
                counter++;
            }
            if (page.Count < PageSize) yield break;
            after = page[^1].Seq;
        }
    }

    /// <summary>An instance of a series whose file has more than so many bytes; <c>null</c> for none.</summary>
    public async Task<string?> LargerAsync(SeriesToPack series, long size, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(
            $"select id from {ViewSchema.Name}.instances where series_id = $1 and size > $2{(series.Only is null ? "" : " and id = any($3)")} order by seq limit 1");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = series.Id });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = size });
        if (series.Only is not null) command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. series.Only] });
        return (string?)await command.ExecuteScalarAsync(cancellation);
    }

    private async Task<List<(InstanceToPack Instance, int Number, long Seq)>> PageAsync(SeriesToPack series, long after, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(
            $"""
            select id, sha256, size, seq, index_in_series from {ViewSchema.Name}.instances
            where series_id = $1 and seq > $2{(series.Only is null ? "" : " and id = any($3)")} order by seq limit {PageSize}
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = series.Id });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = after });
        if (series.Only is not null) command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. series.Only] });

        var page = new List<(InstanceToPack, int, long)>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var instance = new InstanceToPack(rows.GetString(0), Convert.ToHexStringLower(rows.GetFieldValue<byte[]>(1)), rows.GetInt64(2), Number: 0);
            page.Add((instance, NumberOf(Text(rows, 4)), rows.GetInt64(3)));
        }
        return page;
    }

    private async Task<bool> HasDistinctNumbersAsync(SeriesToPack series, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(
            $"select index_in_series from {ViewSchema.Name}.instances where series_id = $1{(series.Only is null ? "" : " and id = any($2)")}");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = series.Id });
        if (series.Only is not null) command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. series.Only] });

        var numbers = new HashSet<int>();
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
            if (!numbers.Add(NumberOf(Text(rows, 0)))) return false;
        return true;
    }

    // 0 for none, and for what is no number of anything.
    private static int NumberOf(string? text) => int.TryParse(text, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number) ? number : 0;

    // What names the folder of the patient: as the study has it that the archive is of; the patient's own where the patient was asked for, or several studies.
    private static string PatientTag(string tag) =>
        $"case when p.id = any($1) or min(t.id) over () <> max(t.id) over () then p.tags else coalesce(t.patient_tags, p.tags) end->>'{tag}'";

    private static string? Text(NpgsqlDataReader rows, int column) => rows.IsDBNull(column) ? null : rows.GetString(column);
}
