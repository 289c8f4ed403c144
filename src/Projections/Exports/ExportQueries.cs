using System.Text.Json;
using EventDicom.Domain.Sending;
using Npgsql;

namespace EventDicom.Projections.Exports;

/// <summary>One row of the log of exports.</summary>
public sealed record Export(long Seq, ExportRequested Request);

/// <param name="Done">Whether no row follows.</param>
public sealed record ExportPage(IReadOnlyList<Export> Exports, bool Done);

/// <summary>
/// The log of exports, read from its events as they are: they lie in one stream, whose versions are the numbers of the rows. So it needs
/// no table that would have to be kept, and nothing that has been committed is missing in it.
/// </summary>
public sealed class ExportQueries(NpgsqlDataSource database)
{
    // Of the two, the index of (stream, version) gives the rows behind a number; what was cleared is behind the last clearance.
    private const string Rows =
        $"""
        from {EventStore.Schema}.mt_events where stream_id = '{ExportRequested.Stream}' and type = 'export_requested'
            and version > coalesce((select max(version) from {EventStore.Schema}.mt_events
                where stream_id = '{ExportRequested.Stream}' and type = 'exports_cleared'), 0)
        """;

    /// <param name="since">Exclusive lower bound of the number.</param>
    public async Task<ExportPage> PageAsync(long since, long limit, CancellationToken ct)
    {
        var most = Math.Min(limit, int.MaxValue - 1);
        var exports = await ReadAsync(
            $"select version, data::text {Rows} and version > $1 order by version limit $2", [since, most + 1], ct);
        // Who wants no row is not told that there are none.
        var isDone = exports.Count <= most && limit > 0;
        return new([.. exports.Take((int)most)], isDone);
    }

    /// <summary>The newest row alone.</summary>
    public async Task<ExportPage> LastAsync(CancellationToken ct) =>
        new(await ReadAsync($"select version, data::text {Rows} order by version desc limit 1", [], ct), Done: true);

    private async Task<List<Export>> ReadAsync(string sql, long[] parameters, CancellationToken ct)
    {
        await using var command = database.CreateCommand(sql);
        foreach (var parameter in parameters) command.Parameters.Add(new() { Value = parameter });
        await using var rows = await command.ExecuteReaderAsync(ct);
        var exports = new List<Export>();
        while (await rows.ReadAsync(ct))
            exports.Add(new(rows.GetInt64(0), JsonSerializer.Deserialize<ExportRequested>(rows.GetString(1), s_stored)!));
        return exports;
    }

    // As the event store writes them.
    private static readonly JsonSerializerOptions s_stored = new()
    {
        PropertyNameCaseInsensitive = true, Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter() },
    };
}
