using System.Runtime.CompilerServices;
using EventDicom.Domain;
using EventDicom.Domain.Finding;
using Npgsql;

namespace EventDicom.Projections.Finding;

/// <summary>Answers searches from the views of resources, each by one statement whose rows are handed on as they come.</summary>
public sealed class FindInViews(NpgsqlDataSource database, MainDicomTags mainTags) : IFind
{
    public async IAsyncEnumerable<Match> SearchAsync(IndexQuery query, [EnumeratorCancellation] CancellationToken ct)
    {
        var find = new FindSql(query, mainTags);
        var columns = new MatchColumns(query.Find.Level, query.Find.Parts);
        var sql = find.Select(columns);
        if (!find.Parameters.ArePossible) yield break;
        await using var result = await RepeatedRead.ExecuteAsync(database, sql, find.Parameters.Give, ct);
        var isOver = false;
        try
        {
            while (await result.Rows.ReadAsync(ct)) yield return columns.Read(result.Rows);
            isOver = true;
        }
        finally
        {
            if (!isOver) result.Cancel();
        }
    }

    public async Task<long> CountAsync(FindQuery query, CancellationToken ct)
    {
        var (sql, parameters) = FindSql.Count(query, mainTags);
        if (!parameters.ArePossible) return 0;
        await using var result = await RepeatedRead.ExecuteAsync(database, sql, parameters.Give, ct);
        await result.Rows.ReadAsync(ct);
        return result.Rows.GetInt64(0);
    }
}
