using System.Runtime.InteropServices;
using EventDicom.Domain;
using EventDicom.Domain.Attachments;
using EventDicom.Domain.Instances;
using EventDicom.Domain.Patients;
using EventDicom.Domain.Series;
using EventDicom.Domain.Studies;
using EventDicom.Projections.Finding;
using JasperFx.Events;

namespace EventDicom.Projections.Resources;

/// <summary>Gathers what arrived, and turns it into one insert for each table and one update of the counts for each level.</summary>
internal sealed class Arrivals(string schema)
{
    private readonly List<IEvent<InstanceStored>> _instances = [];
    private readonly List<IEvent<SeriesOpened>> _series = [];
    private readonly List<IEvent<StudyOpened>> _studies = [];
    private readonly List<IEvent<PatientOpened>> _patients = [];

    public void Add(IEvent @event)
    {
        switch (@event)
        {
            case IEvent<InstanceStored> e: _instances.Add(e); break;
            case IEvent<SeriesOpened> e: _series.Add(e); break;
            case IEvent<StudyOpened> e: _studies.Add(e); break;
            case IEvent<PatientOpened> e: _patients.Add(e); break;
        }
    }

    public IEnumerable<ViewStatement> Flush()
    {
        // An event may come pages after the one that caused it: whatever lies below a new parent already is counted when it is inserted,
        // from the bottom up.
        if (_series.Count > 0)
        {
            yield return ResourceColumns.Series.Insert(schema, _series, ResourceColumns.BelowSeries);
            var known = Except(_series.Select(e => e.Data.StudyId), _studies.Select(e => e.Data.StudyId));
            if (known.Length > 0) yield return Recounts.OfStudies(schema, known);
        }
        if (_studies.Count > 0) yield return ResourceColumns.Studies.Insert(schema, _studies, ResourceColumns.BelowStudy);
        if (_series.Count > 0 || _studies.Count > 0)
        {
            var known = Except(_series.Select(e => e.Data.PatientId).Concat(_studies.Select(e => e.Data.PatientId)),
                _patients.Select(e => e.Data.PatientId));
            if (known.Length > 0) yield return Recounts.OfPatients(schema, known);
        }
        if (_patients.Count > 0) yield return ResourceColumns.Patients.Insert(schema, _patients, ResourceColumns.BelowPatient);
        if (_patients.Count > 0 || _studies.Any(e => e.Data.PatientMainDicomTags is null)) yield return InheritPatientTags();
        if (_instances.Count > 0)
        {
            yield return ResourceColumns.Instances.Insert(schema, _instances);
            if (_instances.Any(e => e.Data.Form is not null)) yield return InsertForms();
            yield return NameBlobs();
            yield return Count("series", e => e.SeriesId);
            yield return Count("studies", e => e.StudyId);
            yield return Count("patients", e => e.PatientId);
        }

        _patients.Clear();
        _studies.Clear();
        _series.Clear();
        _instances.Clear();
    }

    // Studies from before they kept the patient's tags have those of the patient, whichever of the two comes first.
    private ViewStatement InheritPatientTags()
    {
        var columns = string.Concat(SearchColumn.Of(ResourceLevel.Patient).Select(column => $", {column.Name} = p.{column.Name}"));
        return new(
            $"""
            update {schema}.studies set patient_tags = p.tags, folded = case when p.folded is null
              then studies.folded else (coalesce(studies.folded::jsonb, jsonb_build_object()) || p.folded::jsonb)::json end{columns}
            from {schema}.patients p where p.id = studies.patient_id and studies.patient_id = any(^) and studies.patient_tags is null
            """,
            [_patients.Select(e => e.Data.PatientId.Value).Concat(_studies.Select(e => e.Data.PatientId.Value)).Distinct().ToArray()]);
    }

    private ViewStatement InsertForms()
    {
        var formed = _instances.Where(e => e.Data.Form is not null).ToList();
        return new(
            $"""
            insert into {schema}.attachments (level, resource_id, content_type, patient_id, study_id, series_id, file_uuid, size, md5,
                sha256, file_size, stored_size, stored_md5, compressed, revision)
            select {(int)ResourceLevel.Instance}, id, {AttachmentNames.Dicom}, patient_id, study_id, series_id, file_uuid, size, md5, form,
              file_size, stored_size, stored_md5, compressed, 0
            from unnest(^, ^, ^, ^, ^, ^) as new(id, form, file_size, stored_size, stored_md5, compressed)
              join {schema}.instances using (id)
            """,
            [
                Each(formed, e => e.Data.InstanceId.Value), Each(formed, e => Convert.FromHexString(e.Data.Form!.Sha256)),
                Each(formed, e => e.Data.Form!.FileSize),
                Each(formed, e => e.Data.Form!.Size), Each(formed, e => Convert.FromHexString(e.Data.Form!.Md5)),
                Each(formed, e => e.Data.Form!.IsCompressed),
            ]);
    }

    private ViewStatement NameBlobs()
    {
        var blobs = _instances.GroupBy(e => e.Data.Form?.Sha256 ?? e.Data.Sha256).ToList();
        return new(
            $"""
            insert into {schema}.blobs (sha256, size, named_by, instance_id, released_at)
            select sha256, size, names, instance, null from unnest(^, ^, ^, ^) as new(sha256, size, names, instance)
            on conflict (sha256) do update set named_by = blobs.named_by + excluded.named_by, instance_id = excluded.instance_id,
              released_at = null
            """,
            // The last: so it is the same however many events are folded at a time.
            [
                Each(blobs, e => Convert.FromHexString(e.Key)), Each(blobs, e => e.First().Data.Form?.FileSize ?? e.First().Data.Size),
                Each(blobs, e => e.Count()),
                Each(blobs, e => e.Last().Data.InstanceId.Value),
            ]);
    }

    private ViewStatement Count(string table, Func<InstanceStored, OrthancId> parent)
    {
        var parents = _instances.Select(e => e.Data).GroupBy(parent).ToList();
        return new(
            $"""
            update {schema}.{table} set instances = {table}.instances + new.instances, size = {table}.size + new.size, last_update = new.at,
                changed = (select seq from {schema}.instances where id = new.latest), stable = false
            from unnest(^, ^, ^, ^, ^) as new(id, instances, size, at, latest) where {table}.id = new.id
            """,
            [
                Each(parents, e => e.Key.Value), Each(parents, e => e.Count()), Each(parents, e => e.Sum(i => i.Size)),
                Each(parents, e => e.Last().StoredAt),
                Each(parents, e => e.Last().InstanceId.Value),
            ]);
    }

    private static OrthancId[] Except(IEnumerable<OrthancId> ids, IEnumerable<OrthancId> others) => [.. ids.Except(others)];

    private static TColumn[] Each<TRow, TColumn>(List<TRow> rows, Func<TRow, TColumn> value)
    {
        var column = new TColumn[rows.Count];
        var i = 0;
        foreach (var row in CollectionsMarshal.AsSpan(rows)) column[i++] = value(row);
        return column;
    }
}
