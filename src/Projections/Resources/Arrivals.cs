using System.Runtime.InteropServices;
using System.Text.Json;
using EventDicom.Domain;
using EventDicom.Domain.Attachments;
using EventDicom.Domain.Instances;
using EventDicom.Domain.Patients;
using EventDicom.Domain.Series;
using EventDicom.Domain.Studies;
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
        // An event may come pages after the one that caused it: whatever lies below a new parent already is counted when it is inserted, from the bottom up.
        if (_series.Count > 0) yield return InsertSeries();
        if (_studies.Count > 0) yield return InsertStudies();
        if (_patients.Count > 0) yield return InsertPatients();
        if (_instances.Count > 0)
        {
            yield return InsertInstances();
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

    private ViewStatement InsertPatients() => new(
        $"""
        insert into {schema}.patients (id, dicom_patient_id, tags, opened_at, last_update, seq, changed, instances, size, stable, protected, modified_from, anonymized_from,
            tags_signature, sequences)
        select id, dicom_patient_id, tags::json, at, at, {Number("patient_opened")}, below.changed, below.instances, below.size, false, false, modified, anonymized, signature, sequences
        from unnest(^, ^, ^, ^, ^, ^, ^, ^, ^) as new(id, dicom_patient_id, tags, at, number, modified, anonymized, signature, sequences),
            lateral (select {Sums} from {schema}.studies where patient_id = new.id) as below
        """,
        [
            Column(_patients, e => e.PatientId.Value), Column(_patients, e => e.DicomPatientId),
            Column(_patients, e => Tags(e.MainDicomTags)), Column(_patients, e => e.OpenedAt), Numbers(_patients),
            Column(_patients, e => Modified(e.Derivation)), Column(_patients, e => Anonymized(e.Derivation)), Column(_patients, e => e.MainDicomTagsSignature), Column(_patients, e => e.MainDicomSequences),
        ]);

    private ViewStatement InsertStudies() => new(
        $"""
        insert into {schema}.studies (
            id, patient_id, study_instance_uid, tags, patient_tags, opened_at, last_update, seq, changed, instances, size, stable, modified_from, anonymized_from,
            tags_signature, sequences)
        select id, patient_id, uid, tags::json, patient_tags::json, at, at, {Number("study_opened")}, below.changed, below.instances, below.size, false, modified, anonymized,
            signature, sequences
        from unnest(^, ^, ^, ^, ^, ^, ^, ^, ^, ^, ^) as new(id, patient_id, uid, tags, patient_tags, at, number, modified, anonymized, signature, sequences),
            lateral (select {Sums} from {schema}.series where study_id = new.id) as below
        """,
        [
            Column(_studies, e => e.StudyId.Value), Column(_studies, e => e.PatientId.Value), Column(_studies, e => e.StudyInstanceUid),
            Column(_studies, e => Tags(e.MainDicomTags)), Column(_studies, e => e.PatientMainDicomTags is { } tags ? Tags(tags) : null),
            Column(_studies, e => e.OpenedAt), Numbers(_studies),
            Column(_studies, e => Modified(e.Derivation)), Column(_studies, e => Anonymized(e.Derivation)), Column(_studies, e => e.MainDicomTagsSignature), Column(_studies, e => e.MainDicomSequences),
        ]);

    private ViewStatement InsertSeries() => new(
        $"""
        insert into {schema}.series (
            id, study_id, patient_id, series_instance_uid, tags, expected, remote_aet, opened_at, last_update, seq, changed, instances, size, stable,
            modified_from, anonymized_from, tags_signature, sequences)
        select id, study_id, patient_id, uid, tags::json, expected, remote_aet, at, at, {Number("series_opened")}, below.changed, below.instances, below.size, false,
            modified, anonymized, signature, sequences
        from unnest(^, ^, ^, ^, ^, ^, ^, ^, ^, ^, ^, ^, ^) as new(
                id, study_id, patient_id, uid, tags, expected, remote_aet, at, number, modified, anonymized, signature, sequences),
            lateral (
                select count(*)::int as instances, coalesce(sum(size), 0)::bigint as size, coalesce(max(seq), 0) as changed
                from {schema}.instances where series_id = new.id) as below
        """,
        [
            Column(_series, e => e.SeriesId.Value), Column(_series, e => e.StudyId.Value), Column(_series, e => e.PatientId.Value),
            Column(_series, e => e.SeriesInstanceUid), Column(_series, e => Tags(e.MainDicomTags)),
            Column(_series, e => e.ExpectedNumberOfInstances), Column(_series, e => e.Origin.CallingAet ?? ""), Column(_series, e => e.OpenedAt), Numbers(_series),
            Column(_series, e => Modified(e.Derivation)), Column(_series, e => Anonymized(e.Derivation)), Column(_series, e => e.MainDicomTagsSignature), Column(_series, e => e.MainDicomSequences),
        ]);

    private ViewStatement InsertInstances() => new(
        $"""
        insert into {schema}.instances (
            id, series_id, study_id, patient_id, sop_instance_uid, sop_class_uid, transfer_syntax_uid, tags, index_in_series, size, sha256, md5,
            pixel_data_offset, pixel_data_vr, file_uuid, origin, http_user, remote_ip, calling_aet, called_aet, stored_at, seq, modified_from, anonymized_from, job_id,
            tags_signature, sequences)
        select id, series_id, study_id, patient_id, uid, class, syntax, tags::json, index, size, sha256, md5,
            pixel_data_offset, vr, file_uuid, origin, http_user, remote_ip, calling_aet, called_aet, at, {Number("instance_stored")}, modified, anonymized, job,
            signature, sequences
        from unnest(^, ^, ^, ^, ^, ^, ^, ^, ^, ^, ^, ^, ^, ^, ^, ^, ^, ^, ^, ^, ^, ^, ^, ^, ^, ^, ^) as new(
            id, series_id, study_id, patient_id, uid, class, syntax, tags, index, size, sha256, md5,
            pixel_data_offset, vr, file_uuid, origin, http_user, remote_ip, calling_aet, called_aet, at, number, modified, anonymized, job, signature, sequences)
        """,
        [
            Column(_instances, e => e.InstanceId.Value), Column(_instances, e => e.SeriesId.Value), Column(_instances, e => e.StudyId.Value),
            Column(_instances, e => e.PatientId.Value), Column(_instances, e => e.SopInstanceUid), Column(_instances, e => e.SopClassUid),
            Column(_instances, e => e.TransferSyntaxUid), Column(_instances, e => Tags(e.MainDicomTags)), Column(_instances, e => e.IndexInSeries),
            Column(_instances, e => e.Size), Column(_instances, e => Convert.FromHexString(e.Sha256)), Column(_instances, e => Convert.FromHexString(e.Md5)),
            Column(_instances, e => e.PixelDataOffset), Column(_instances, e => e.PixelDataVr), Column(_instances, e => e.FileUuid),
            Column(_instances, e => e.Origin.Kind.ToString()), Column(_instances, e => e.Origin.User), Column(_instances, e => e.Origin.RemoteIp),
            Column(_instances, e => e.Origin.CallingAet), Column(_instances, e => e.Origin.CalledAet), Column(_instances, e => e.StoredAt),
            Numbers(_instances),
            Column(_instances, e => Modified(e.Derivation)), Column(_instances, e => Anonymized(e.Derivation)), Column(_instances, e => e.Derivation?.JobId),
            Column(_instances, e => e.MainDicomTagsSignature), Column(_instances, e => e.MainDicomSequences),
        ]);

    private ViewStatement InsertForms()
    {
        var formed = _instances.Where(e => e.Data.Form is not null).ToList();
        return new(
            $"""
            insert into {schema}.attachments (level, resource_id, content_type, patient_id, study_id, series_id, file_uuid, size, md5,
                sha256, file_size, stored_size, stored_md5, compressed, revision)
            select {(int)ResourceLevel.Instance}, id, {AttachmentNames.Dicom}, patient_id, study_id, series_id, file_uuid, size, md5, form, file_size, stored_size, stored_md5, compressed, 0
            from unnest(^, ^, ^, ^, ^, ^) as new(id, form, file_size, stored_size, stored_md5, compressed) join {schema}.instances using (id)
            """,
            [
                Column(formed, e => e.InstanceId.Value), Column(formed, e => Convert.FromHexString(e.Form!.Sha256)), Column(formed, e => e.Form!.FileSize),
                Column(formed, e => e.Form!.Size), Column(formed, e => Convert.FromHexString(e.Form!.Md5)), Column(formed, e => e.Form!.IsCompressed),
            ]);
    }

    private ViewStatement NameBlobs()
    {
        var blobs = _instances.GroupBy(e => e.Data.Form?.Sha256 ?? e.Data.Sha256).ToList();
        return new(
            $"""
            insert into {schema}.blobs (sha256, size, named_by, instance_id, released_at)
            select sha256, size, names, instance, null from unnest(^, ^, ^, ^) as new(sha256, size, names, instance)
            on conflict (sha256) do update set named_by = blobs.named_by + excluded.named_by, instance_id = excluded.instance_id, released_at = null
            """,
            // The last: so it is the same however many events are folded at a time.
            [
                Each(blobs, e => Convert.FromHexString(e.Key)), Each(blobs, e => e.First().Data.Form?.FileSize ?? e.First().Data.Size), Each(blobs, e => e.Count()),
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
                Each(parents, e => e.Key.Value), Each(parents, e => e.Count()), Each(parents, e => e.Sum(i => i.Size)), Each(parents, e => e.Last().StoredAt),
                Each(parents, e => e.Last().InstanceId.Value),
            ]);
    }

    private const string Sums =
        "coalesce(sum(instances), 0)::int as instances, coalesce(sum(size), 0)::bigint as size, coalesce(max(changed), 0) as changed";

    // A transaction that appends events learns their numbers only from the rows that it has inserted just before this statement; a rebuild knows them.
    private static string Number(string type) =>
        $"""
        coalesce(nullif(new.number, 0), (
            select e.seq_id from {EventStore.Schema}.mt_events e where e.stream_id = new.id and e.type = '{type}' order by e.version desc limit 1))
        """;

    private static long[] Numbers<T>(List<IEvent<T>> events)
        where T : notnull
    {
        var numbers = new long[events.Count];
        for (var i = 0; i < numbers.Length; i++) numbers[i] = events[i].Sequence;
        return numbers;
    }

    private static string? Modified(Derivation? derivation) => derivation?.ModifiedFrom?.Value;

    private static string? Anonymized(Derivation? derivation) => derivation?.AnonymizedFrom?.Value;

    private static string Tags(IReadOnlyDictionary<string, string> tags) => JsonSerializer.Serialize(tags);

    private static TColumn[] Column<T, TColumn>(List<IEvent<T>> events, Func<T, TColumn> value)
        where T : notnull => Each(events, e => value(e.Data));

    private static TColumn[] Each<TRow, TColumn>(List<TRow> rows, Func<TRow, TColumn> value)
    {
        var column = new TColumn[rows.Count];
        var i = 0;
        foreach (var row in CollectionsMarshal.AsSpan(rows)) column[i++] = value(row);
        return column;
    }
}
