using EventDicom.Domain;
using Npgsql;

namespace EventDicom.Projections.Resources;

/// <summary>Several statements in one round trip, and what their rows hold.</summary>
internal static class Batches
{
    public static void Add(this NpgsqlBatch batch, string sql, object[] parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in parameters) command.Parameters.Add(new() { Value = value });
        batch.BatchCommands.Add(command);
    }

    /// <summary>The identifier in the first column.</summary>
    public static OrthancId GetId(this NpgsqlDataReader rows) => new(rows.GetString(0));
}
