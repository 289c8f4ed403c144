using System.Text.Json;
using EventDicom.Domain.Committing;
using JasperFx.Events;
using Weasel.Postgresql.Tables;

namespace EventDicom.Projections.Committing;

/// <summary>
/// What <c>GET /storage-commitment/{id}</c> shows: every transaction in which a modality was asked to commit to something, but for those
/// that it has refused.
/// </summary>
public sealed class CommitmentView : InlineView
{
    private const string Name = "commitments";

    /// <summary>The table in use.</summary>
    public const string Table = $"{ViewSchema.Name}.{Name}";

    public override IReadOnlySet<Type> Events { get; } =
        new HashSet<Type> { typeof(CommitmentRequested), typeof(CommitmentReported), typeof(CommitmentRefused) };

    public override IEnumerable<Table> TablesIn(string schema) =>
    [
        ViewTable.In(schema, Name, table =>
        {
            table.AddColumn<string>("transaction_uid").AsPrimaryKey();
            table.AddColumn<string>("remote_aet").NotNull();
            table.AddColumn("instances", "jsonb").NotNull();
            table.AddColumn("not_committed", "jsonb");
            // When it was asked for or, once it is there, reported: only the latest are shown.
            table.AddColumn("told_at", "timestamptz").NotNull();
            table.Indexed("told_at");
        }),
    ];

    // Few, as there are few transactions in one of the database.
    public override IEnumerable<ViewStatement> Fold(string schema, IReadOnlyList<IEvent> events) =>
        events.Where(Concerns).Select(@event => Statement($"{schema}.{Name}", @event.Data));

    private static ViewStatement Statement(string table, object @event) => @event switch
    {
        CommitmentRequested e => new(
            $"""
            insert into {table} (transaction_uid, remote_aet, instances, told_at) values (^, ^, ^::jsonb, ^)
            on conflict (transaction_uid) do update
            set remote_aet = excluded.remote_aet, instances = excluded.instances, not_committed = null, told_at = excluded.told_at
            """,
            [e.TransactionUid, e.RemoteAet, JsonSerializer.Serialize(e.Instances), e.RequestedAt]),
        CommitmentReported e => new(
            $"update {table} set not_committed = ^::jsonb, told_at = ^ where transaction_uid = ^",
            [JsonSerializer.Serialize(e.NotCommitted), e.ReportedAt, e.TransactionUid]),
        CommitmentRefused e => new($"delete from {table} where transaction_uid = ^", [e.TransactionUid]),
        _ => throw new ArgumentException($"{@event.GetType().Name} says nothing about a commitment", nameof(@event)),
    };
}
