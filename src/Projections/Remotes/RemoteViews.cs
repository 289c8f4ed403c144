using System.Text.Json;
using EventDicom.Domain.Modalities;
using JasperFx.Events;
using Weasel.Postgresql.Tables;

namespace EventDicom.Projections.Remotes;

/// <summary>Which modalities, peers and DICOMweb servers were configured over REST, and how.</summary>
public sealed class RemoteViews : InlineView
{
    public override IReadOnlySet<Type> Events { get; } = new HashSet<Type>
    {
        typeof(ModalityConfigured), typeof(ModalityRemoved), typeof(PeerConfigured), typeof(PeerRemoved),
        typeof(DicomWebServerConfigured), typeof(DicomWebServerRemoved),
    };

    public override IEnumerable<Table> TablesIn(string schema) =>
    [
        ViewTable.In(schema, "modalities", Defined), ViewTable.In(schema, "peers", Defined),
        ViewTable.In(schema, "dicomweb_servers", Defined),
    ];

    public override IEnumerable<ViewStatement> Fold(string schema, IReadOnlyList<IEvent> events) =>
        events.Where(Concerns).Select(@event => @event.Data switch
        {
            ModalityConfigured e => Put(schema, "modalities", e.Name, e.Modality),
            ModalityRemoved e => Remove(schema, "modalities", e.Name),
            PeerConfigured e => Put(schema, "peers", e.Name, e.Peer),
            PeerRemoved e => Remove(schema, "peers", e.Name),
            DicomWebServerConfigured e => Put(schema, "dicomweb_servers", e.Name, e.Server),
            _ => Remove(schema, "dicomweb_servers", ((DicomWebServerRemoved)@event.Data).Name),
        });

    private static ViewStatement Put<T>(string schema, string table, string name, T definition) => new(
        $"insert into {schema}.{table} (name, definition) values (^, ^::jsonb) on conflict (name) do update "
        + $"set definition = excluded.definition",
        [name, JsonSerializer.Serialize(definition)]);

    private static ViewStatement Remove(string schema, string table, string name) =>
        new($"delete from {schema}.{table} where name = ^", [name]);

    private static void Defined(Table table)
    {
        table.AddColumn<string>("name").AsPrimaryKey();
        table.AddColumn("definition", "jsonb").NotNull();
    }
}
