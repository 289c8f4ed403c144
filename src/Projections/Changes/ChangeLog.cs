using EventDicom.Domain;
using EventDicom.Domain.Changes;
using EventDicom.Domain.Instances;
using EventDicom.Domain.Patients;
using EventDicom.Domain.Series;
using EventDicom.Domain.Studies;
using JasperFx.Events;
using Marten;
using Marten.Events.Projections;

namespace EventDicom.Projections.Changes;

/// <summary>
/// The log behind <c>GET /changes</c>. Seq is the event's global sequence, so a rebuild gives every row its old number. Runs
/// async: the daemon stops at the high-water mark, so a slow transaction can never slip an entry in behind a reader's "since".
/// Rows of a deleted resource go with it, as in Orthanc.
/// </summary>
public sealed class ChangeLog : IProjection
{
    /// <summary>The name under which Marten records how far the log has come.</summary>
    public const string Name = "ChangeLog";

    public Task ApplyAsync(IDocumentOperations operations, IReadOnlyList<IEvent> events, CancellationToken cancellation)
    {
        ViewLock.Share(operations);
        foreach (var statement in Fold(ViewSchema.Name, events))
            operations.QueueSqlCommand(ViewStatement.Placeholder, statement.Sql, statement.Parameters);
        return Task.CompletedTask;
    }

    /// <summary>The statements that bring the log from before these events to after them.</summary>
    public static IEnumerable<ViewStatement> Fold(string schema, IReadOnlyList<IEvent> events)
    {
        var rows = new List<Row>();
        var last = 0L;
        foreach (var @event in events)
        {
            if (RowOf(@event) is { } row)
            {
                rows.Add(row);
                last = row.Seq;
            }
            else if (Removal(schema, @event) is { } removal)
            {
                if (rows.Count > 0) yield return Insert(schema, rows);
                rows.Clear();
                yield return removal;
            }
        }

        if (rows.Count > 0) yield return Insert(schema, rows);
        if (last > 0)
            yield return new($"insert into {schema}.changes_last (one, seq) values (1, ^) on conflict (one) do update set seq = excluded.seq", [last]);
    }

    private static Row? RowOf(IEvent @event) => @event.Data switch
    {
        InstanceStored e => new(@event.Sequence, ChangeType.NewInstance, e.InstanceId, e.PatientId, e.StudyId, e.SeriesId, e.StoredAt),
        SeriesOpened e => new(@event.Sequence, ChangeType.NewSeries, e.SeriesId, e.PatientId, e.StudyId, e.SeriesId, e.OpenedAt),
        SeriesCompleted e => new(@event.Sequence, ChangeType.CompletedSeries, e.SeriesId, e.PatientId, e.StudyId, e.SeriesId, e.CompletedAt),
        SeriesStabilized e => new(@event.Sequence, ChangeType.StableSeries, e.SeriesId, e.PatientId, e.StudyId, e.SeriesId, e.StabilizedAt),
        StudyOpened e => new(@event.Sequence, ChangeType.NewStudy, e.StudyId, e.PatientId, e.StudyId, null, e.OpenedAt),
        StudyStabilized e => new(@event.Sequence, ChangeType.StableStudy, e.StudyId, e.PatientId, e.StudyId, null, e.StabilizedAt),
        PatientOpened e => new(@event.Sequence, ChangeType.NewPatient, e.PatientId, e.PatientId, null, null, e.OpenedAt),
        PatientStabilized e => new(@event.Sequence, ChangeType.StablePatient, e.PatientId, e.PatientId, null, null, e.StabilizedAt),
        _ => null,
    };

    private static ViewStatement? Removal(string schema, IEvent @event) => @event.Data switch
    {
        InstanceDeleted e => Remove(schema, e.Topmost, e.PatientId, e.StudyId, e.SeriesId, e.InstanceId),
        InstanceOverwritten e => Remove(schema, e.Topmost, e.PatientId, e.StudyId, e.SeriesId, e.InstanceId),
        SeriesDeleted e => Remove(schema, e.Topmost, e.PatientId, e.StudyId, e.SeriesId, default),
        StudyDeleted e => Remove(schema, e.Topmost, e.PatientId, e.StudyId, default, default),
        PatientDeleted e => Remove(schema, ResourceLevel.Patient, e.PatientId, default, default, default),
        ChangesCleared => new($"delete from {schema}.changes where seq < ^", [@event.Sequence]),
        _ => null,
    };

    // Everything at and below the topmost resource that went; the index leads from the patient down.
    private static ViewStatement Remove(string schema, ResourceLevel topmost, OrthancId patient, OrthancId study, OrthancId series, OrthancId instance)
    {
        var sql = $"delete from {schema}.changes where patient_id = ^";
        var parameters = new List<object> { patient.Value };
        void And(ResourceLevel level, string column, OrthancId id)
        {
            if (topmost < level) return;
            sql += $" and {column} = ^";
            parameters.Add(id.Value);
        }

        And(ResourceLevel.Study, "study_id", study);
        And(ResourceLevel.Series, "series_id", series);
        And(ResourceLevel.Instance, "resource_id", instance);
        return new(sql, [.. parameters]);
    }

    private static ViewStatement Insert(string schema, List<Row> rows) => new(
        $"""
        insert into {schema}.changes (seq, type, resource_id, patient_id, study_id, series_id, at)
        select seq, type, resource_id, patient_id, study_id, series_id, at
        from unnest(^, ^, ^, ^, ^, ^, ^) as new(seq, type, resource_id, patient_id, study_id, series_id, at)
        """,
        [
            rows.Select(row => row.Seq).ToArray(), rows.Select(row => (short)row.Type).ToArray(), rows.Select(row => row.Resource.Value).ToArray(),
            rows.Select(row => row.Patient.Value).ToArray(), rows.Select(row => row.Study?.Value).ToArray(),
            rows.Select(row => row.Series?.Value).ToArray(), rows.Select(row => row.At).ToArray(),
        ]);

    private sealed record Row(long Seq, ChangeType Type, OrthancId Resource, OrthancId Patient, OrthancId? Study, OrthancId? Series, DateTimeOffset At);
}
