using Weasel.Core;
using Weasel.Postgresql;
using Weasel.Postgresql.Tables;

namespace EventDicom.Projections.Identity;

/// <summary>
/// One row: which archive the database belongs to, and the newest form of events in it. In the schema of the events, because it
/// is no view: nothing can bring it back, and a backup of the events has it too.
/// </summary>
internal static class ArchiveTable
{
    public const string Name = $"{EventStore.Schema}.archive";

    public static readonly Table Definition = Define();

    private static Table Define()
    {
        var table = new Table(new PostgresqlObjectName(EventStore.Schema, "archive", SchemaUtils.IdentifierUsage.General));
        table.AddColumn<int>("one").AsPrimaryKey();
        table.AddColumn("id", "uuid").NotNull();
        table.AddColumn<int>("format").NotNull();
        table.AddColumn<string>("program").NotNull();
        return table;
    }
}
