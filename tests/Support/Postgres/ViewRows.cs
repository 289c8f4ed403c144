using System.Text;
using Npgsql;

namespace EventDicom.Support.Postgres;

public static class ViewRows
{
    /// <summary>Every row of every view, as text.</summary>
    public static async Task<string> OfAsync(string connectionString)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        var tables = new List<string>();
        await using (var command = source.CreateCommand("select tablename from pg_tables where schemaname = 'views' order by 1"))
        await using (var rows = await command.ExecuteReaderAsync())
            while (await rows.ReadAsync()) tables.Add(rows.GetString(0));

        var text = new StringBuilder();
        foreach (var table in tables)
        {
            await using var command = source.CreateCommand($"select t::text from views.{table} t order by 1");
            await using var rows = await command.ExecuteReaderAsync();
            while (await rows.ReadAsync()) text.Append(table).Append(' ').AppendLine(rows.GetString(0));
        }
        return text.ToString();
    }
}
