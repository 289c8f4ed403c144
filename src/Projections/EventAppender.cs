using EventDicom.Projections.Resources;
using JasperFx.Events;
using Marten;
using Npgsql;
using NpgsqlTypes;

namespace EventDicom.Projections;

/// <summary>
/// Appends the events of any number of streams by one statement, into Marten's tables and as Marten would. Marten calls a function for
/// each stream, and numbers the events stream by stream; an upload begins a stream for each instance (decision 041).
/// </summary>
public sealed class EventAppender(IDocumentStore store) : IEventAppender
{
    private const string Tenant = "*DEFAULT*"; // the only one that there is

    // The moment is the one that Marten's function notes. What comes after an event in its stream is counted on our side, because a
    // stream knows its length only when it has been lengthened.
    private const string Append =
        $"""
        with new as (
          select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            as new(place, id, stream, later, type, dotnet_type, body, causation, correlation, headers, user_name)),
        lengthened as (
          insert into {EventStore.Schema}.mt_streams (id, version, timestamp, tenant_id)
          select stream, count(*), now(), '{Tenant}' from new group by stream order by stream
          on conflict (id) do update set version = mt_streams.version + excluded.version, timestamp = excluded.timestamp
          returning id, version)
        insert into {EventStore.Schema}.mt_events (seq_id, id, stream_id, version, data, type, tenant_id, timestamp, mt_dotnet_type,
          is_archived, causation_id, correlation_id, headers, user_name)
        select nextval('{EventStore.Schema}.mt_events_sequence'), id, stream, version, body, type, '{Tenant}', now() at time zone 'utc',
          dotnet_type, false, causation, correlation, headers, user_name
        from (select new.*, lengthened.version - later as version from new join lengthened on lengthened.id = stream order by place)
          as in_order
        """;

    public async Task AppendAsync(NpgsqlTransaction transaction, IReadOnlyList<IEvent> events, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        var views = ViewCatalog.Inline.Where(view => view.ConcernsAny(events)).ToList();
        if (views.Count > 0) batch.Add(ViewLock.ShareSql, []);
        batch.BatchCommands.Add(Appending(events));
        foreach (var statement in views.SelectMany(view => view.Fold(ViewSchema.Name, events)))
            batch.BatchCommands.Add(statement.ToBatchCommand());
        await batch.ExecuteNonQueryAsync(ct);
    }

    private NpgsqlBatchCommand Appending(IReadOnlyList<IEvent> events)
    {
        var serializer = store.Options.Serializer();
        var command = new NpgsqlBatchCommand(Append);
        command.Parameters.Add(new() { Value = Enumerable.Range(0, events.Count).ToArray() });
        Add(NpgsqlDbType.Uuid, _ => Guid.CreateVersion7());
        Add(NpgsqlDbType.Varchar, e => e.StreamKey);
        command.Parameters.Add(new() { Value = Later(events) });
        Add(NpgsqlDbType.Varchar, e => e.EventTypeName);
        Add(NpgsqlDbType.Varchar, e => e.DotNetTypeName);
        Add(NpgsqlDbType.Jsonb, e => serializer.ToJson(e.Data));
        Add(NpgsqlDbType.Varchar, e => e.CausationId);
        Add(NpgsqlDbType.Varchar, e => e.CorrelationId);
        Add(NpgsqlDbType.Jsonb, e => serializer.ToJson(e.Headers!));
        Add(NpgsqlDbType.Varchar, e => e.UserName);
        return command;

        void Add<T>(NpgsqlDbType type, Func<IEvent, T> value)
        {
            var column = new T[events.Count];
            for (var i = 0; i < column.Length; i++) column[i] = value(events[i]);
            command.Parameters.Add(new() { Value = column, NpgsqlDbType = NpgsqlDbType.Array | type });
        }
    }

    // Of each event, how many come after it in its stream.
    private static int[] Later(IReadOnlyList<IEvent> events)
    {
        var later = new int[events.Count];
        var ofStream = new Dictionary<string, int>(events.Count);
        for (var i = events.Count - 1; i >= 0; i--)
        {
            later[i] = ofStream.GetValueOrDefault(events[i].StreamKey!);
            ofStream[events[i].StreamKey!] = later[i] + 1;
        }
        return later;
    }
}
