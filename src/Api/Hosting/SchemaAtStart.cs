using EventDicom.Projections;
using EventDicom.Projections.Locks;
using JasperFx;
using Marten;
using Npgsql;
using Weasel.Core.Migrations;
using Wolverine.Persistence.Durability;

namespace EventDicom.Api.Hosting;

/// <summary>
/// Brings the tables of events, jobs and messages up to this program before anything uses them. Comparing them takes longer than all else
/// that a start asks of the database, so the database bears the mark of the program that did it last. <c>db-apply</c> compares them in any
/// case.
/// </summary>
public sealed class SchemaAtStart(IDocumentStore store, IMessageStore messages, NpgsqlDataSource database) : IHostedService
{
    // On a schema that no backup has: what is restored is compared.
    private static readonly string s_read =
        $"""
        select obj_description(to_regnamespace('{EventStore.MessageSchema}'), 'pg_namespace'),
          to_regclass('{EventStore.Schema}.mt_events')::oid::text
        """;

    // Builds of the same sources bear the same ids.
    private static readonly string s_program = string.Join(
        ' ', new[] { typeof(EventCatalog), typeof(EventStore), typeof(IDocumentStore), typeof(IMessageStore), typeof(IDatabase) }.Select(
            type => type.Module.ModuleVersionId.ToString("N")));

    /// <summary>All that is compared.</summary>
    public static IReadOnlyList<IDatabase> SchemasOf(IDocumentStore store, IMessageStore messages) =>
        [(IDatabase)store.Storage.Database, (IDatabase)messages];

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        if (await IsMarkedAsync(connection, cancellationToken)) return;

        // Nodes that start together come one after the other; the lock ends with the transaction.
        await using var turn = await connection.BeginTransactionAsync(cancellationToken);
        await ExecuteAsync(connection, $"select pg_advisory_xact_lock({AdvisoryLocks.Schema})", cancellationToken);
        if (await IsMarkedAsync(connection, cancellationToken)) return;
        foreach (var schema in SchemasOf(store, messages))
            await schema.ApplyAllConfiguredChangesToDatabaseAsync(AutoCreate.CreateOrUpdate, ct: cancellationToken);
        var (_, events) = await ReadAsync(connection, cancellationToken);
        await ExecuteAsync(connection, $"comment on schema {EventStore.MessageSchema} is '{MarkOf(events!)}'", cancellationToken);
        await turn.CommitAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // The table of events of another database, or one that was restored, has another number.
    private static string MarkOf(string events) => $"{s_program} on {events}";

    private static async Task<bool> IsMarkedAsync(NpgsqlConnection connection, CancellationToken ct) =>
        await ReadAsync(connection, ct) is (var mark, { } events) && mark == MarkOf(events);

    private static async Task<(string? Mark, string? Events)> ReadAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(s_read, connection);
        await using var row = await command.ExecuteReaderAsync(ct);
        await row.ReadAsync(ct);
        return (row.IsDBNull(0) ? null : row.GetString(0), row.IsDBNull(1) ? null : row.GetString(1));
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(ct);
    }
}
