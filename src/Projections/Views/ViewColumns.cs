using Weasel.Postgresql.Tables;

namespace EventDicom.Projections.Views;

/// <summary>One column of a table, and what a new row has in it.</summary>
/// <param name="Type">Of PostgreSQL.</param>
/// <param name="Values">One for each new row, as an array; <c>null</c> where no event says it.</param>
/// <param name="Expression">What becomes of the value, called <c>new.{Name}</c>, or what stands in its place; <c>null</c> for the value
/// itself, or for nothing where there is none.</param>
internal sealed record ViewColumn<TRow>(string Name, string Type, bool IsNullable, Func<IReadOnlyList<TRow>, object>? Values,
    string? Expression);

/// <summary>The columns of a table whose rows begin with an event: named once, for its definition and for the statement that fills
/// it.</summary>
internal sealed class ViewColumns<TRow>(string table, params ViewColumn<TRow>[] columns)
{
    public void AddTo(Table definition)
    {
        foreach (var column in columns)
        {
            var added = definition.AddColumn(column.Name, column.Type);
            if (column == columns[0]) added.AsPrimaryKey();
            else if (!column.IsNullable) added.NotNull();
        }
    }

    /// <summary>Inserts all rows by one statement. The new rows are called <c>new</c>.</summary>
    /// <param name="beside">A lateral query that expressions refer to; <c>{schema}</c> stands for the schema.</param>
    public ViewStatement Insert(string schema, IReadOnlyList<TRow> rows, string? beside = null)
    {
        var filled = columns.Where(column => column.Values is not null || column.Expression is not null).ToList();
        var given = filled.Where(column => column.Values is not null).ToList();
        var from =
            $"unnest({string.Join(", ", given.Select(_ => ViewStatement.Placeholder))}) as "
            + $"new({string.Join(", ", given.Select(column => column.Name))})";
        if (beside is not null) from += $", lateral ({beside.Replace("{schema}", schema, StringComparison.Ordinal)}) as below";
        return new(
            $"""
            insert into {schema}.{table} ({string.Join(", ", filled.Select(column => column.Name))})
            select {string.Join(", ", filled.Select(column => column.Expression ?? $"new.{column.Name}"))} from {from}
            """,
            [.. given.Select(column => column.Values!(rows))]);
    }
}
