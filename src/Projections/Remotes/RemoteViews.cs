using System.Text.Json;
using EventDicom.Domain.Modalities;
using JasperFx.Events;
using Marten;
using Marten.Events.Projections;

namespace EventDicom.Projections.Remotes;

/// <summary>Which modalities and peers were configured over REST, and how. Runs inline: every node sees a change at once.</summary>
public sealed class RemoteViews : IProjection
{
    public Task ApplyAsync(IDocumentOperations operations, IReadOnlyList<IEvent> events, CancellationToken cancellation)
    {
        // Nearly every transaction stores instances, and is none of our business.
        if (!events.Any(Concerns)) return Task.CompletedTask;

        ViewLock.Share(operations);
        foreach (var statement in Fold(ViewSchema.Name, events))
            operations.QueueSqlCommand(ViewStatement.Placeholder, statement.Sql, statement.Parameters);
        return Task.CompletedTask;
    }

    /// <summary>The statements that bring the views from before these events to after them.</summary>
    public static IEnumerable<ViewStatement> Fold(string schema, IReadOnlyList<IEvent> events) => events.Where(Concerns).Select(@event => @event.Data switch
    {
        ModalityConfigured e => Put(schema, "modalities", e.Name, e.Modality),
        ModalityRemoved e => Remove(schema, "modalities", e.Name),
        PeerConfigured e => Put(schema, "peers", e.Name, e.Peer),
        _ => Remove(schema, "peers", ((PeerRemoved)@event.Data).Name),
    });

    private static bool Concerns(IEvent @event) => @event.Data is ModalityConfigured or ModalityRemoved or PeerConfigured or PeerRemoved;

    private static ViewStatement Put<T>(string schema, string table, string name, T definition) => new(
        $"insert into {schema}.{table} (name, definition) values (^, ^::jsonb) on conflict (name) do update set definition = excluded.definition",
        [name, JsonSerializer.Serialize(definition)]);

    private static ViewStatement Remove(string schema, string table, string name) => new($"delete from {schema}.{table} where name = ^", [name]);
}
