using Weasel.Core;
using Weasel.Postgresql;
using Weasel.Postgresql.Tables;

namespace EventDicom.Projections.Remotes;

/// <summary>
/// The one table beside the events that no event can bring back: passwords, one row for each stream that has any, in the same
/// schema, so that a backup of the events has them too. Changed and erased in the transactions that record why.
/// </summary>
internal static class SecretTable
{
    public const string Name = $"{EventStore.Schema}.secrets";

    public static readonly Table Definition = Define();

    private static Table Define()
    {
        var table = new Table(new PostgresqlObjectName(EventStore.Schema, "secrets", SchemaUtils.IdentifierUsage.General));
        table.AddColumn<string>("stream").AsPrimaryKey();
        table.AddColumn("secret", "jsonb").NotNull();
        return table;
    }
}
