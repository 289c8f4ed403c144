using EventDicom.Domain.Attachments;
using EventDicom.Domain.Blobs;
using EventDicom.Projections.Identity;
using Npgsql;

namespace EventDicom.Projections.Blobs;

/// <summary>Answers what must be known before bytes are removed, from the events, the inline view of blobs and the marks.</summary>
public sealed class BlobIndex(NpgsqlDataSource database) : IBlobIndex
{
    private const string Events = $"{EventStore.Schema}.mt_events";

    // The wait for a moment in which nobody stores holds up everybody who wants to; it is not so urgent.
    private const string Patience = "set local lock_timeout = '10s'";

    // The same bytes always are the same instance or the same attachment, and the stream of that resource has every naming of them. What
    // ends it is in that stream, too, or in that of the series, study or patient that went.
    private static readonly string s_due =
        $"""
        {ViewSchema.Name}.blobs b
        cross join lateral (
            select seq_id, data from {Events}
            where stream_id = b.instance_id and type in ({EventStore.Namings}) and {EventStore.NamedFile} = encode(b.sha256, 'hex')
            order by version desc limit 1) named
        where b.released_at <= $1 and b.named_by <= 0
        """;

    private static readonly string s_released =
        $"""
        select b.sha256 from {s_due} and exists (
            select from {Events} e
            where e.stream_id in (b.instance_id, named.data->>'SeriesId', named.data->>'StudyId', named.data->>'PatientId')
                and e.seq_id > named.seq_id and (e.type in ({EventStore.Deletions})
                    or (e.stream_id = b.instance_id and e.type in ({EventStore.Attachings}, 'attachment_removed')
                        and e.data->>'ContentType' = {Attachment("named.data")})))
        order by b.released_at limit $2 for update of b skip locked
        """;

    // A parent goes with the last instance below it, and its own stream does not say so. Looking for that reads all events: for the few
    // attachments of parents that are due.
    private static readonly string s_dueOfParents = $"select b.sha256 from {s_due} and named.data->>'Level' <> 'Instance' limit $2";

    private static readonly string s_releasedWithParents =
        $"""
        select b.sha256 from {s_due} and b.sha256 = any($3) and exists (
            select from {Events} e
            where e.type in ({EventStore.Deletions}) and e.seq_id > named.seq_id and e.data->>'PatientId' = named.data->>'PatientId'
                and case e.data->>'Topmost'
                when 'Patient' then true
                when 'Study' then e.data->>'StudyId' = named.data->>'StudyId'
                when 'Series' then e.data->>'SeriesId' = named.data->>'SeriesId' end)
        order by b.released_at limit $2 for update of b skip locked
        """;

    // Rows from before there was such a column.
    private static readonly string s_fillInstances =
        $"""
        update {ViewSchema.Name}.blobs b set instance_id = e.stream_id from {Events} e
        where b.instance_id is null and b.released_at is not null and e.type = 'instance_stored'
            and e.data->>'Sha256' = encode(b.sha256, 'hex')
            and exists (select from {ViewSchema.Name}.blobs where instance_id is null and released_at <= $1)
        """;

    private static readonly string s_unnamedByEvents =
        $"""
        select decode(asked.sha256, 'hex') from unnest($1) as asked(sha256)
        left join (
            select {EventStore.NamedFile} as sha256, max(seq_id) as seq from {Events}
            where type in ({EventStore.Namings}) and {EventStore.NamedFile} = any($1) group by 1) stored using (sha256)
        left join (
            select purged.sha256, max(e.seq_id) as seq from {Events} e, jsonb_array_elements_text(e.data->'Sha256') as purged(sha256)
            where e.type = 'blobs_purged' and purged.sha256 = any($1) group by 1) purged using (sha256)
        where stored.seq is null or purged.seq > stored.seq
        """;

    private static readonly string s_named =
        $"select sha256 from {ViewSchema.Name}.blobs where sha256 = any($1) union all select sha256 from {RemovalMarks.Name} "
        + $"where sha256 = any($1)";

    public async Task<IReadOnlyList<string>> MarkReleasedAsync(NpgsqlTransaction transaction, DateTimeOffset before, int most,
        CancellationToken ct)
    {
        if (!await FileRemoval.TryBeginAsync(transaction, ct)) return []; // a backup is being made
        await ExecuteAsync(transaction, ViewLock.ShareSql, [], ct);
        await ExecuteAsync(transaction, s_fillInstances, [before], ct);
        var released = await AddressesAsync(transaction, s_released, [before, most], ct);
        if (released.Count < most && await AddressesAsync(transaction, s_dueOfParents, [before, most], ct) is { Count: > 0 } due)
            released = [.. released.Union(await AddressesAsync(transaction, s_releasedWithParents, [before, most, Bytes(due)], ct))];
        if (released.Count > 0)
            await ExecuteAsync(transaction, $"insert into {RemovalMarks.Name} (sha256) select unnest($1) on conflict do nothing",
                [Bytes(released)], ct);
        return released;
    }

    public Task<IReadOnlyList<string>> LockMarkedAsync(NpgsqlTransaction transaction, int most, CancellationToken ct) =>
        AddressesAsync(transaction, $"select sha256 from {RemovalMarks.Name} limit $1 for update skip locked", [most], ct);

    public Task ForgetMarksAsync(NpgsqlTransaction transaction, IReadOnlyCollection<string> sha256, CancellationToken ct) =>
        ExecuteAsync(transaction, $"delete from {RemovalMarks.Name} where sha256 = any($1)", [Bytes(sha256)], ct);

    public async Task<DateTimeOffset?> NewestEventAsync(CancellationToken ct)
    {
        await using var command = database.CreateCommand($"select timestamp from {Events} order by seq_id desc limit 1");
        await using var rows = await command.ExecuteReaderAsync(ct);
        return await rows.ReadAsync(ct) ? rows.GetFieldValue<DateTimeOffset>(0) : null;
    }

    public async Task<IReadOnlyCollection<string>> NamedAsync(IReadOnlyCollection<string> sha256, CancellationToken ct)
    {
        await using var command = database.CreateCommand(s_named);
        command.Parameters.Add(new() { Value = Bytes(sha256) });
        return await AddressesAsync(command, ct);
    }

    public async Task<IReadOnlyCollection<string>> UnnamedByEventsAsync(IReadOnlyCollection<string> sha256, CancellationToken ct)
    {
        await using var command = database.CreateCommand(s_unnamedByEvents);
        command.CommandTimeout = 0;
        command.Parameters.Add(new() { Value = sha256.ToArray() });
        return await AddressesAsync(command, ct);
    }

    public async Task<IReadOnlyCollection<string>> NamedWhileNobodyStoresAsync(
        NpgsqlTransaction transaction, IReadOnlyCollection<string> sha256, CancellationToken ct)
    {
        await ExecuteAsync(transaction, Patience, [], ct);
        await ViewLock.TakeAloneAsync(transaction, ct);
        return await AddressesAsync(transaction, s_named, [Bytes(sha256)], ct);
    }

    // The file of an instance counts as one of its attachments.
    private static string Attachment(string data) => $"coalesce({data}->>'ContentType', '{AttachmentNames.Dicom}')";

    private static byte[][] Bytes(IEnumerable<string> sha256) => [.. sha256.Select(Convert.FromHexString)];

    private static async Task ExecuteAsync(NpgsqlTransaction transaction, string sql, object[] parameters, CancellationToken ct)
    {
        await using var command = Command(transaction, sql, parameters);
        await command.ExecuteNonQueryAsync(ct);
    }

    private static async Task<IReadOnlyList<string>> AddressesAsync(NpgsqlTransaction transaction, string sql, object[] parameters,
        CancellationToken ct)
    {
        await using var command = Command(transaction, sql, parameters);
        return await AddressesAsync(command, ct);
    }

    private static async Task<List<string>> AddressesAsync(NpgsqlCommand command, CancellationToken ct)
    {
        var addresses = new List<string>();
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct)) addresses.Add(Convert.ToHexStringLower(rows.GetFieldValue<byte[]>(0)));
        return addresses;
    }

    private static NpgsqlCommand Command(NpgsqlTransaction transaction, string sql, object[] parameters)
    {
        var command = new NpgsqlCommand(sql, transaction.Connection, transaction);
        foreach (var parameter in parameters) command.Parameters.Add(new() { Value = parameter });
        return command;
    }
}
