using EventDicom.Domain;
using EventDicom.Domain.Attachments;
using EventDicom.Domain.Changes;
using EventDicom.Domain.Instances;
using EventDicom.Domain.Metadata;
using EventDicom.Domain.Patients;
using EventDicom.Domain.Series;
using EventDicom.Domain.Studies;
using JasperFx.Events;
using Weasel.Postgresql.Tables;

namespace EventDicom.Projections.Changes;

/// <summary>
/// The log behind <c>GET /changes</c>, as a fold of the events in the order of their sequence. <c>Seq</c> counts the entries, without
/// holes. Rows of a deleted resource go with it, as in Orthanc. Follows the events (<see cref="ChangeLogKeeper"/>), because their order is
/// known only when they are settled.
/// </summary>
public sealed class ChangeLog : View
{
    public override IReadOnlySet<Type> Events { get; } = new HashSet<Type>
    {
        typeof(InstanceStored), typeof(SeriesOpened), typeof(SeriesCompleted), typeof(SeriesStabilized), typeof(StudyOpened),
        typeof(StudyStabilized),
        typeof(PatientOpened), typeof(PatientStabilized), typeof(InstanceDeleted), typeof(InstanceOverwritten), typeof(SeriesDeleted),
        typeof(StudyDeleted),
        typeof(PatientDeleted), typeof(MetadataSet), typeof(MetadataRemoved), typeof(AttachmentStored), typeof(AttachmentRemoved),
        typeof(ChangesCleared),
        typeof(ChangesCounted),
    };

    public override IEnumerable<Table> TablesIn(string schema) =>
    [
        ViewTable.In(schema, "changes", table =>
        {
            table.AddColumn<long>("seq").AsPrimaryKey();
            table.AddColumn("type", "smallint").NotNull();
            table.AddColumn<string>("resource_id").NotNull();
            table.AddColumn<string>("patient_id").NotNull();
            table.AddColumn<string>("study_id");
            table.AddColumn<string>("series_id");
            table.AddColumn("at", "timestamptz").NotNull();
            table.Indexed("patient_id", "study_id", "series_id");
        }),
        ViewTable.In(schema, "changes_last", table =>
        {
            table.AddColumn<int>("one").AsPrimaryKey();
            table.AddColumn<long>("seq").NotNull();
            table.AddColumn<bool>("counted").NotNull();
            table.AddColumn<long>("position").NotNull();
        }),
    ];

    /// <summary>The statements that bring the log from before these events to after them.</summary>
    /// <param name="numbering">How far the numbers have come; the answer says how far they have come then.</param>
    public static (IReadOnlyList<ViewStatement> Statements, ChangeNumbering Numbering) Fold(string schema, IReadOnlyList<IEvent> events,
        ChangeNumbering numbering)
    {
        var statements = new List<ViewStatement>();
        var rows = new List<Row>();
        foreach (var @event in events)
        {
            if (RowOf(@event) is { } row)
            {
                numbering = numbering.Next(@event.Sequence);
                rows.Add(row with { Seq = numbering.Last });
            }
            else if (@event.Data is ChangesCounted)
            {
                numbering = numbering with { IsCounted = true };
            }
            else if (Removal(schema, @event) is { } removal)
            {
                if (rows.Count > 0) statements.Add(Insert(schema, rows));
                rows.Clear();
                statements.Add(removal);
            }
        }

        if (rows.Count > 0) statements.Add(Insert(schema, rows));
        return (statements, numbering);
    }

    /// <summary>Notes how far the log has come.</summary>
    /// <param name="position">Number of an event: it and all before it are folded.</param>
    public static ViewStatement MarkAt(string schema, long position, ChangeNumbering numbering) => new(
        $"""
        insert into {schema}.changes_last (one, seq, counted, position) values (1, ^, ^, ^)
        on conflict (one) do update set seq = excluded.seq, counted = excluded.counted, position = excluded.position
        """,
        [numbering.Last, numbering.IsCounted, position]);

    private static Row? RowOf(IEvent @event) => @event.Data switch
    {
        InstanceStored e => new(0, ChangeType.NewInstance, e.InstanceId, e.PatientId, e.StudyId, e.SeriesId, e.StoredAt),
        SeriesOpened e => new(0, ChangeType.NewSeries, e.SeriesId, e.PatientId, e.StudyId, e.SeriesId, e.OpenedAt),
        SeriesCompleted e => new(0, ChangeType.CompletedSeries, e.SeriesId, e.PatientId, e.StudyId, e.SeriesId, e.CompletedAt),
        SeriesStabilized e => new(0, ChangeType.StableSeries, e.SeriesId, e.PatientId, e.StudyId, e.SeriesId, e.StabilizedAt),
        StudyOpened e => new(0, ChangeType.NewStudy, e.StudyId, e.PatientId, e.StudyId, null, e.OpenedAt),
        StudyStabilized e => new(0, ChangeType.StableStudy, e.StudyId, e.PatientId, e.StudyId, null, e.StabilizedAt),
        PatientOpened e => new(0, ChangeType.NewPatient, e.PatientId, e.PatientId, null, null, e.OpenedAt),
        PatientStabilized e => new(0, ChangeType.StablePatient, e.PatientId, e.PatientId, null, null, e.StabilizedAt),
        MetadataSet e => new(0, ChangeType.UpdatedMetadata, e.ResourceId, e.PatientId, e.StudyId, e.SeriesId, e.SetAt),
        MetadataRemoved e => new(0, ChangeType.UpdatedMetadata, e.ResourceId, e.PatientId, e.StudyId, e.SeriesId, e.RemovedAt),
        AttachmentStored e => new(0, ChangeType.UpdatedAttachment, e.ResourceId, e.PatientId, e.StudyId, e.SeriesId, e.StoredAt),
        AttachmentRemoved e => new(0, ChangeType.UpdatedAttachment, e.ResourceId, e.PatientId, e.StudyId, e.SeriesId, e.RemovedAt),
        _ => null,
    };

    private static ViewStatement? Removal(string schema, IEvent @event) =>
        @event.Data is ChangesCleared
        ? new($"delete from {schema}.changes", []) : RemovedResources.By(@event.Data)?.From($"{schema}.changes");

    private static ViewStatement Insert(string schema, List<Row> rows) => new(
        $"""
        insert into {schema}.changes (seq, type, resource_id, patient_id, study_id, series_id, at)
        select seq, type, resource_id, patient_id, study_id, series_id, at
        from unnest(^, ^, ^, ^, ^, ^, ^) as new(seq, type, resource_id, patient_id, study_id, series_id, at)
        """,
        [
            rows.Select(row => row.Seq).ToArray(), rows.Select(row => (short)row.Type).ToArray(),
            rows.Select(row => row.Resource.Value).ToArray(),
            rows.Select(row => row.Patient.Value).ToArray(), rows.Select(row => row.Study?.Value).ToArray(),
            rows.Select(row => row.Series?.Value).ToArray(), rows.Select(row => row.At).ToArray(),
        ]);

    private sealed record Row(long Seq, ChangeType Type, OrthancId Resource, OrthancId Patient, OrthancId? Study, OrthancId? Series,
        DateTimeOffset At);
}
