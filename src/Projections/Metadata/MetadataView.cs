using EventDicom.Domain;
using EventDicom.Domain.Finding;
using EventDicom.Domain.Metadata;
using JasperFx.Events;
using Weasel.Postgresql.Tables;

namespace EventDicom.Projections.Metadata;

/// <summary>The metadata that users have set. Those of a deleted resource go with it.</summary>
public sealed class MetadataView : InlineView
{
    public override IReadOnlySet<Type> Events { get; } =
        new HashSet<Type>([typeof(MetadataSet), typeof(MetadataRemoved), .. RemovedResources.Events]);

    public override IEnumerable<Table> TablesIn(string schema) =>
    [
        ViewTable.In(schema, "metadata", table =>
        {
            table.AddColumn("level", "smallint").AsPrimaryKey();
            table.AddColumn<string>("resource_id").AsPrimaryKey();
            table.AddColumn<int>("number").AsPrimaryKey();
            table.AddColumn<string>("patient_id").NotNull();
            table.AddColumn<string>("study_id");
            table.AddColumn<string>("series_id");
            table.AddColumn<string>("value").NotNull();
            // As it is compared where case does not count; null where that is the value itself.
            table.AddColumn<string>("folded");
            table.AddColumn<long>("revision").NotNull();
            table.Indexed("patient_id", "study_id", "series_id");
            table.Indexed("level", "number");
        }),
    ];

    public override IEnumerable<ViewStatement> Fold(string schema, IReadOnlyList<IEvent> events)
    {
        // A job deletes hundreds of instances at a time.
        var instances = new List<string>();
        foreach (var @event in events)
        {
            var change = @event.Data switch
            {
                MetadataSet e => Set(schema, e),
                MetadataRemoved e =>
                    new($"delete from {schema}.metadata where level = ^ and resource_id = ^ and number = ^",
                        [(short)e.Level, e.ResourceId.Value, e.Number]),
                _ => default(ViewStatement?),
            };
            if (RemovedResources.By(@event.Data) is { } removed)
            {
                if (removed.Topmost == ResourceLevel.Instance) instances.Add(removed.Instance.Value);
                else change = removed.From($"{schema}.metadata");
            }
            if (change is not { } statement) continue;
            if (instances.Count > 0) yield return RemoveAll(schema, instances);
            instances.Clear();
            yield return statement;
        }
        if (instances.Count > 0) yield return RemoveAll(schema, instances);
    }

    private static ViewStatement Set(string schema, MetadataSet e) => new(
        $"""
        insert into {schema}.metadata (level, resource_id, number, patient_id, study_id, series_id, value, folded, revision)
        values (^, ^, ^, ^, nullif(^, ''), nullif(^, ''), ^, nullif(^, ''), ^)
        on conflict (level, resource_id, number) do update set value = excluded.value, folded = excluded.folded, revision =
          excluded.revision
        """,
        [(short)e.Level, e.ResourceId.Value, e.Number, e.PatientId.Value, e.StudyId?.Value ?? "", e.SeriesId?.Value ?? "", e.Value,
            FoldedText.Of(e.Value) is var folded && folded != e.Value ? folded : "", e.Revision]);

    private static ViewStatement RemoveAll(string schema, List<string> instances) =>
        new($"delete from {schema}.metadata where level = {(int)ResourceLevel.Instance} and resource_id = any(^)", [instances.ToArray()]);
}
