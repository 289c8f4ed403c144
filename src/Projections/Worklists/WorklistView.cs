using EventDicom.Domain.Worklists;
using JasperFx.Events;
using Weasel.Postgresql.Tables;

namespace EventDicom.Projections.Worklists;

/// <summary>The worklists that are answered.</summary>
public sealed class WorklistView : InlineView
{
    public override IReadOnlySet<Type> Events { get; } = new HashSet<Type> { typeof(WorklistSaved), typeof(WorklistDeleted) };

    public override IEnumerable<Table> TablesIn(string schema) =>
    [
        ViewTable.In(schema, "worklists", table =>
        {
            table.AddColumn<string>("id").AsPrimaryKey();
            table.AddColumn("data_set", "bytea").NotNull();
            table.AddColumn("saved_at", "timestamptz").NotNull();
        }),
    ];

    public override IEnumerable<ViewStatement> Fold(string schema, IReadOnlyList<IEvent> events) =>
        events.Where(Concerns).Select(@event => @event.Data switch
        {
            WorklistSaved e => new ViewStatement(
                $"insert into {schema}.worklists (id, data_set, saved_at) values (^, decode(^, 'base64'), ^) on conflict (id) do update "
                + $"set data_set = excluded.data_set, saved_at = excluded.saved_at",
                [e.Id, Convert.ToBase64String(e.DataSet), e.SavedAt]),
            _ => new($"delete from {schema}.worklists where id = ^", [((WorklistDeleted)@event.Data).Id]),
        });
}
