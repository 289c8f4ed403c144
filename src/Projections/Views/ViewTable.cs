using Weasel.Core;
using Weasel.Postgresql;
using Weasel.Postgresql.Tables;

namespace EventDicom.Projections.Views;

/// <summary>How tables of views are defined.</summary>
internal static class ViewTable
{
    public static Table In(string schema, string name, Action<Table> columns)
    {
        var table = new Table(new PostgresqlObjectName(schema, name, SchemaUtils.IdentifierUsage.General));
        columns(table);
        return table;
    }

    public static void Indexed(this Table table, params string[] columns) =>
        table.Indexes.Add(new IndexDefinition($"ix_{table.Identifier.Name}_{string.Join('_', columns)}") { Columns = columns });

    /// <summary>For identifiers out of files: one may be 64 KB long, and is stored all the same. An entry of this index is a hash of
    /// it.</summary>
    public static void HashIndexed(this Table table, string column) =>
        table.Indexes.Add(new IndexDefinition($"ix_{table.Identifier.Name}_{column}") { Columns = [column], Method = IndexMethod.hash });
}
