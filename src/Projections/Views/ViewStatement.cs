using System.Text;
using Npgsql;

namespace EventDicom.Projections.Views;

/// <summary>One set-based change of a view: SQL with <c>^</c> for each parameter, in order, and the name of the schema filled in.</summary>
public readonly record struct ViewStatement(string Sql, object[] Parameters)
{
    /// <summary>Marks a parameter; no SQL of ours contains it otherwise.</summary>
    public const char Placeholder = '^';

    /// <summary>The same for Npgsql, outside a Marten session.</summary>
    public NpgsqlBatchCommand ToBatchCommand()
    {
        var sql = new StringBuilder(Sql.Length + 32);
        var parameter = 0;
        foreach (var character in Sql)
        {
            if (character == Placeholder) sql.Append('$').Append(++parameter);
            else sql.Append(character);
        }

        var command = new NpgsqlBatchCommand(sql.ToString());
        foreach (var value in Parameters) command.Parameters.Add(new() { Value = value });
        return command;
    }
}
