using System.Security.Cryptography;
using System.Text;
using Weasel.Postgresql;

namespace EventDicom.Projections.Views;

/// <summary>
/// Where the tables of every view lie: in one schema, which can be dropped and built again from the events (<see cref="ViewRebuild"/>).
/// </summary>
public static class ViewSchema
{
    public const string Name = "views";

    // To be changed when the same tables come to be filled otherwise from the same events.
    private const int Meaning = 1;

    /// <summary>Stands for the definitions and for what the folds make of the events: views that bear another one are built anew at the
    /// start.</summary>
    public static string Fingerprint { get; } =
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Meaning}\n{Definition(Name)}")));

    /// <summary>The SQL that makes the tables in a schema that is there already.</summary>
    public static string Definition(string schema)
    {
        var migrator = new PostgresqlMigrator();
        var sql = new StringWriter();
        foreach (var table in ViewCatalog.All.SelectMany(view => view.TablesIn(schema))) table.WriteCreateStatement(migrator, sql);
        return sql.ToString();
    }
}
