using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using EventDicom.Dicom;
using EventDicom.Domain;
using EventDicom.Domain.Archives;
using Npgsql;

namespace EventDicom.Projections.Archives;

/// <summary>Reads what is to be packed. Connections are held for a page of rows only, however slowly an archive is fetched.</summary>
public sealed class ArchiveQueries(NpgsqlDataSource database) : IArchiveIndex
{
    private const int PageSize = 1000;
    private const int IdsAtOnce = 10_000;

    // As the study has the patient's tags; those of the patient where it has none of its own.
    private const string PatientOfStudy = "coalesce(t.patient_tags, p.tags)";

    // The series at, above or below resources, each with the resource: which of them are known shows too.
    private static readonly string s_series =
        $"""
        select id, series_id, seq, size from {ViewSchema.Name}.instances where id = any($1)
        union all select id, id, null, null from {ViewSchema.Name}.series where id = any($1)
        union all select study_id, id, null, null from {ViewSchema.Name}.series where study_id = any($1)
        union all select c.patient_id, d.id, null, null from {ViewSchema.Name}.studies c join {ViewSchema.Name}.series d
        on d.study_id = c.id where c.patient_id = any($1)
        """;

    private static readonly string s_shown =
        $"""
        select s.id, t.id, p.id, {Tag("p.tags", DicomTag.PatientID)}, {Tag("p.tags", DicomTag.PatientName)},
            {Tag(PatientOfStudy, DicomTag.PatientID)}, {Tag(PatientOfStudy, DicomTag.PatientName)},
            {Tag("t.tags", DicomTag.AccessionNumber)}, {Tag("t.tags", DicomTag.StudyDescription)},
            {Tag("s.tags", DicomTag.SeriesNumber)}, {Tag("s.tags", DicomTag.Modality)}, {Tag("s.tags", DicomTag.SeriesDescription)},
            s.instances, s.size, p.seq, t.seq, s.seq
        from {ViewSchema.Name}.series s join {ViewSchema.Name}.studies t on t.id = s.study_id join {ViewSchema.Name}.patients p
          on p.id = t.patient_id
        where s.id = any($1)
        """;

    public async Task<IReadOnlyList<SeriesToPack>?> SeriesAsync(IReadOnlyCollection<string> resources, CancellationToken ct)
    {
        var ids = resources.ToHashSet();
        if (!ids.All(OrthancId.IsWellFormed)) return null;

        var wanted = new Dictionary<string, Wanted>();
        foreach (var some in ids.Chunk(IdsAtOnce))
            if (!await AddAsync(wanted, some, ct)) return null;

        var shown = new List<Shown>();
        foreach (var some in wanted.Keys.Chunk(IdsAtOnce)) await AddAsync(shown, some, ct);
        // What names the folder of the patient: as the study has it that the archive is of; the patient's own where the patient was asked
        // for, or several studies.
        var ofSeveral = shown.Select(row => row.Series.Study).Distinct().Skip(1).Any();
        return
        [
            .. shown.OrderBy(row => row.Place).Select(row =>
            {
                var series = ofSeveral || ids.Contains(row.Series.Patient)
                    ? row.Series with { PatientId = row.PatientsOwnId, PatientName = row.PatientsOwnName } : row.Series;
                return wanted[series.Id] is { IsWhole: false } part
                    ? series with { Only = [.. part.Instances.OrderBy(instance => instance.Seq).Select(instance => instance.Id)],
                        Instances = part.Instances.Count, Size = part.Size }
                    : series;
            }),
        ];
    }

    public async IAsyncEnumerable<InstanceToPack> InstancesAsync(SeriesToPack series, [EnumeratorCancellation] CancellationToken ct)
    {
        var counter = 0;
        bool? areDistinct = null;
        await foreach (var page in PagesAsync(series, ct))
        {
            areDistinct ??= page.Count < PageSize && series.Only is not { Count: > PageSize }
                ? page.Select(row => row.Number).Distinct().Count() == page.Count
                : await HasDistinctNumbersAsync(series, ct);
            foreach (var (instance, number, _) in page)
            {
                yield return instance with { Number = areDistinct.Value ? number : counter };
                counter++;
            }
        }
    }

    public async Task<string?> LargerAsync(SeriesToPack series, long size, CancellationToken ct)
    {
        foreach (var (condition, parameter) in Portions(series, IdsAtOnce))
        {
            await using var command = Command(
                $"select id from {ViewSchema.Name}.instances where {condition} and size > $2 order by seq limit 1", parameter, size);
            if (await command.ExecuteScalarAsync(ct) is string id) return id;
        }
        return null;
    }

    /// <returns>Whether all of the resources are known.</returns>
    private async Task<bool> AddAsync(Dictionary<string, Wanted> wanted, string[] resources, CancellationToken ct)
    {
        var known = new HashSet<string>(resources.Length);
        await using var command = Command(s_series, resources);
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            var resource = rows.GetString(0);
            known.Add(resource);
            var series = CollectionsMarshal.GetValueRefOrAddDefault(wanted, rows.GetString(1), out _) ??= new();
            if (rows.IsDBNull(2)) series.IsWhole = true;
            else series.Add(resource, rows.GetInt64(2), rows.GetInt64(3));
        }
        return known.Count == resources.Length;
    }

    private async Task AddAsync(List<Shown> shown, string[] series, CancellationToken ct)
    {
        await using var command = Command(s_shown, series);
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
            shown.Add(new(
                new(
                    rows.GetString(0), rows.GetString(1), rows.GetString(2), Text(rows, 5), Text(rows, 6), Text(rows, 7), Text(rows, 8),
                    Text(rows, 9), Text(rows, 10), Text(rows, 11),
                    Only: null, rows.GetInt32(12), rows.GetInt64(13)),
                Text(rows, 3), Text(rows, 4), (rows.GetInt64(14), rows.GetInt64(15), rows.GetInt64(16))));
    }

    private async IAsyncEnumerable<List<(InstanceToPack Instance, int Number, long Seq)>> PagesAsync(SeriesToPack series,
        [EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var (condition, parameter) in Portions(series, PageSize))
        {
            List<(InstanceToPack Instance, int Number, long Seq)> page;
            var after = 0L;
            do
            {
                page = await PageAsync(condition, parameter, after, ct);
                yield return page;
                if (page.Count > 0) after = page[^1].Seq;
            }
            while (page.Count == PageSize && series.Only is null);
        }
    }

    private async Task<List<(InstanceToPack Instance, int Number, long Seq)>> PageAsync(string condition, object parameter, long after,
        CancellationToken ct)
    {
        await using var command = Command(
            $"select id, sha256, size, seq, index_in_series from {ViewSchema.Name}.instances where {condition} and seq > $2 order by seq "
            + $"limit {PageSize}", parameter, after);
        var page = new List<(InstanceToPack, int, long)>();
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            var instance = new InstanceToPack(rows.GetString(0), Convert.ToHexStringLower(rows.GetFieldValue<byte[]>(1)),
                rows.GetInt64(2), Number: 0);
            page.Add((instance, NumberOf(Text(rows, 4)), rows.GetInt64(3)));
        }
        return page;
    }

    private async Task<bool> HasDistinctNumbersAsync(SeriesToPack series, CancellationToken ct)
    {
        var numbers = new HashSet<int>();
        foreach (var (condition, parameter) in Portions(series, IdsAtOnce))
        {
            await using var command = Command($"select index_in_series from {ViewSchema.Name}.instances where {condition}", parameter);
            await using var rows = await command.ExecuteReaderAsync(ct);
            while (await rows.ReadAsync(ct))
                if (!numbers.Add(NumberOf(Text(rows, 0)))) return false;
        }
        return true;
    }

    // The whole series, or sets of its instances in insertion order; the parameter is $1.
    private static IEnumerable<(string Condition, object Parameter)> Portions(SeriesToPack series, int atOnce) =>
        series.Only is { } only ? only.Chunk(atOnce).Select(some => ("id = any($1)", (object)some)) : [("series_id = $1", series.Id)];

    private NpgsqlCommand Command(string sql, object first, object? second = null)
    {
        var command = database.CreateCommand(sql);
        command.Parameters.Add(new() { Value = first });
        if (second is not null) command.Parameters.Add(new() { Value = second });
        return command;
    }

    private static string Tag(string tags, DicomTag tag) => $"{tags}->>'{tag}'";

    // 0 for none, and for what is no number of anything.
    private static int NumberOf(string? text) =>
        int.TryParse(text, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number)
        ? number : 0;

    private static string? Text(NpgsqlDataReader rows, int column) => rows.IsDBNull(column) ? null : rows.GetString(column);

    // What is wanted of a series.
    private sealed class Wanted
    {
        public bool IsWhole { get; set; }

        public List<(long Seq, string Id)> Instances { get; } = [];

        /// <summary>Bytes of the instances.</summary>
        public long Size { get; private set; }

        public void Add(string instance, long seq, long size)
        {
            Instances.Add((seq, instance));
            Size += size;
        }
    }

    // A series under the tags of the patient as its study has them, and those of the patient itself.
    private readonly record struct Shown(SeriesToPack Series, string? PatientsOwnId, string? PatientsOwnName,
        (long Patient, long Study, long Series) Place);
}
