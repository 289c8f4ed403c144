using EventDicom.Domain;
using EventDicom.Projections.Changes;
using EventDicom.Projections.Resources;
using JasperFx.Events;
using JasperFx.Events.Projections;
using Marten;
using Npgsql;
using Weasel.Core;

namespace EventDicom.Projections;

/// <summary>How Marten keeps the events and feeds the views.</summary>
public static class EventStore
{
    /// <summary>The schema of the events themselves: with the blobs, all that a backup needs.</summary>
    public const string Schema = "events";

    public static void Configure(StoreOptions options, NpgsqlDataSource database)
    {
        options.Connection(database);
        options.DatabaseSchemaName = Schema;
        options.Events.DatabaseSchemaName = Schema;
        options.Events.StreamIdentity = StreamIdentity.AsString;
        options.Events.AppendMode = EventAppendMode.Quick;
        options.Events.MetadataConfig.EnableAll();
        // The daemon sleeps until a commit wakes it, rather than asking every few milliseconds.
        options.Events.UseListenNotifyForEventAppends = true;
        options.UseSystemTextJsonForSerialization(EnumStorage.AsString);
        options.DisableNpgsqlLogging = true;

        foreach (var (name, type) in EventCatalog.Types) options.Events.MapEventType(type, name);

        options.Storage.ExtendedSchemaObjects.AddRange(ViewSchema.TablesIn(ViewSchema.Name));
        options.Projections.Add(new ResourceViews(), ProjectionLifecycle.Inline);
        options.Projections.Add(new ChangeLog(), ProjectionLifecycle.Async, ChangeLog.Name);
        options.Projections.FastPollingTime = TimeSpan.FromMilliseconds(20);
        options.Projections.SlowPollingTime = TimeSpan.FromMilliseconds(250);
    }
}
