using System.Globalization;
using Npgsql;
using Weasel.Core;
using Weasel.Postgresql;

namespace EventDicom.Projections.Modifying;

/// <summary>
/// Numbers of anonymized patients: 1, 2 and so on, each given once, on whatever node. They are kept beside the events: no rebuild
/// may give one a second time.
/// </summary>
public sealed class PatientNumbers(NpgsqlDataSource database)
{
    private const string Name = "anonymized_patients";

    internal static readonly Sequence Definition =
        new(new PostgresqlObjectName(EventStore.Schema, Name, SchemaUtils.IdentifierUsage.General));

    private const string Next = $"select nextval('{EventStore.Schema}.{Name}')";

    /// <summary>Orthanc's name for an anonymized patient, with a number of its own.</summary>
    public async Task<string> NextNameAsync(CancellationToken ct)
    {
        await using var command = database.CreateCommand(Next);
        return await NextNameAsync(command, ct);
    }

    /// <summary>The same with the connection of a transaction. The number is given away whatever becomes of that.</summary>
    public static async Task<string> NextNameAsync(NpgsqlTransaction transaction, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(Next, transaction.Connection, transaction);
        return await NextNameAsync(command, ct);
    }

    private static async Task<string> NextNameAsync(NpgsqlCommand command, CancellationToken ct)
    {
        var number = (long)(await command.ExecuteScalarAsync(ct))!;
        return string.Create(CultureInfo.InvariantCulture, $"Anonymized{number}");
    }
}
