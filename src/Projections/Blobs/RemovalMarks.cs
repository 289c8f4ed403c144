using Weasel.Core;
using Weasel.Postgresql;
using Weasel.Postgresql.Tables;

namespace EventDicom.Projections.Blobs;

/// <summary>
/// Addresses of bytes that are to be removed and may still be there: each is forgotten once they are gone. Not a view, which a rebuild
/// would drop; in the schema of the events, so that a backup of these has the marks too.
/// </summary>
internal static class RemovalMarks
{
    public const string Name = $"{EventStore.Schema}.blob_removals";

    /// <summary>
    /// Keeps bytes, with their addresses as the parameter, from being removed until the transaction ends: takes the rows of bytes that
    /// nothing names, so that they cannot be marked; then the marks themselves away, waiting for whoever is removing these bytes. In this
    /// order, since what is marked has lost its row. Bytes that something names cannot lose that name meanwhile: it is an instance of a
    /// patient who is locked already.
    /// </summary>
    public static readonly string[] KeepSql =
    [
        $"select 1 from {ViewSchema.Name}.blobs where sha256 = any($1) and released_at is not null for update",
        $"delete from {Name} where sha256 = any($1)",
    ];

    public static readonly Table Definition = Define();

    private static Table Define()
    {
        var table = new Table(new PostgresqlObjectName(EventStore.Schema, "blob_removals", SchemaUtils.IdentifierUsage.General));
        table.AddColumn("sha256", "bytea").AsPrimaryKey();
        return table;
    }
}
