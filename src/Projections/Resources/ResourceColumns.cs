using System.Text.Json;
using EventDicom.Domain;
using EventDicom.Domain.Finding;
using EventDicom.Domain.Instances;
using EventDicom.Domain.Patients;
using EventDicom.Domain.Series;
using EventDicom.Domain.Studies;
using EventDicom.Projections.Finding;
using JasperFx.Events;

namespace EventDicom.Projections.Resources;

/// <summary>The columns of patients, studies, series and instances, each with what the event that opens a row puts into it.</summary>
internal static class ResourceColumns
{
    /// <summary>What lies below a new patient already when it is inserted: an event may come pages after the one that caused it.</summary>
    public const string BelowPatient =
        $$"""
        select {{Sums}}, count(*)::int as studies, coalesce(sum(series_count), 0)::int as series
        from {schema}.studies where patient_id = new.id
        """;

    public const string BelowStudy =
        $$"""
        select {{Sums}}, count(*)::int as series, {{Modalities}} as modalities from {schema}.series where study_id = new.id
        """;

    public const string BelowSeries =
        "select count(*)::int as instances, coalesce(sum(size), 0)::bigint as size, coalesce(max(seq), 0) as changed "
        + "from {schema}.instances where series_id = new.id";

    /// <summary>Those of the rows of series, each once, sorted; <c>null</c> where there is none.</summary>
    public const string Modalities =
        """
        array_agg(distinct tags->>'0008,0060' collate "C") filter (where tags->>'0008,0060' <> '')
        """;

    private const string Sums =
        "coalesce(sum(instances), 0)::int as instances, coalesce(sum(size), 0)::bigint as size, coalesce(max(changed), 0) as changed";

    public static readonly ViewColumns<IEvent<PatientOpened>> Patients = new("patients",
    [
        Column<PatientOpened, string>("id", "text", e => e.PatientId.Value),
        Computed<PatientOpened>("protected", "boolean", "false"),
        Computed<PatientOpened>("study_count", "integer", "below.studies"),
        Computed<PatientOpened>("series_count", "integer", "below.series"),
        .. Parent<PatientOpened>("patient_opened", e => e.OpenedAt),
        .. Common<PatientOpened>(ResourceLevel.Patient, e => e.MainDicomTags, _ => null, e => e.MainDicomTagsSignature,
            e => e.MainDicomSequences, e => e.Derivation),
    ]);

    public static readonly ViewColumns<IEvent<StudyOpened>> Studies = new("studies",
    [
        Column<StudyOpened, string>("id", "text", e => e.StudyId.Value),
        Column<StudyOpened, string>("patient_id", "text", e => e.PatientId.Value),
        Column<StudyOpened, string>("study_instance_uid", "text", e => e.StudyInstanceUid),
        // As the study has them. Null for those that do not say, until the patient is there.
        Nullable<StudyOpened, string?>("patient_tags", "json", e => e.PatientMainDicomTags is { } tags ? Json(tags) : null,
            "new.patient_tags::json"),
        Computed<StudyOpened>("series_count", "integer", "below.series"),
        Computed<StudyOpened>("modalities", "text[]", "below.modalities", isNullable: true),
        .. Parent<StudyOpened>("study_opened", e => e.OpenedAt),
        .. Common<StudyOpened>(ResourceLevel.Study, e => e.MainDicomTags, e => e.PatientMainDicomTags, e => e.MainDicomTagsSignature,
            e => e.MainDicomSequences, e => e.Derivation),
    ]);

    public static readonly ViewColumns<IEvent<SeriesOpened>> Series = new("series",
    [
        Column<SeriesOpened, string>("id", "text", e => e.SeriesId.Value),
        Column<SeriesOpened, string>("study_id", "text", e => e.StudyId.Value),
        Column<SeriesOpened, string>("patient_id", "text", e => e.PatientId.Value),
        Column<SeriesOpened, string>("series_instance_uid", "text", e => e.SeriesInstanceUid),
        Nullable<SeriesOpened, long?>("expected", "bigint", e => e.ExpectedNumberOfInstances),
        Column<SeriesOpened, string>("remote_aet", "text", e => e.Origin.CallingAet ?? ""),
        .. Parent<SeriesOpened>("series_opened", e => e.OpenedAt),
        .. Common<SeriesOpened>(ResourceLevel.Series, e => e.MainDicomTags, _ => null, e => e.MainDicomTagsSignature,
            e => e.MainDicomSequences, e => e.Derivation),
    ]);

    public static readonly ViewColumns<IEvent<InstanceStored>> Instances = new("instances",
    [
        Column<InstanceStored, string>("id", "text", e => e.InstanceId.Value),
        Column<InstanceStored, string>("series_id", "text", e => e.SeriesId.Value),
        Column<InstanceStored, string>("study_id", "text", e => e.StudyId.Value),
        Column<InstanceStored, string>("patient_id", "text", e => e.PatientId.Value),
        Column<InstanceStored, string>("sop_instance_uid", "text", e => e.SopInstanceUid),
        Nullable<InstanceStored, string?>("sop_class_uid", "text", e => e.SopClassUid),
        Nullable<InstanceStored, string?>("transfer_syntax_uid", "text", e => e.TransferSyntaxUid),
        Nullable<InstanceStored, string?>("index_in_series", "text", e => e.IndexInSeries),
        Column<InstanceStored, long>("size", "bigint", e => e.Size),
        Column<InstanceStored, byte[]>("sha256", "bytea", e => Convert.FromHexString(e.Sha256)),
        Column<InstanceStored, byte[]>("md5", "bytea", e => Convert.FromHexString(e.Md5)),
        Nullable<InstanceStored, long?>("pixel_data_offset", "bigint", e => e.PixelDataOffset),
        Nullable<InstanceStored, string?>("pixel_data_vr", "text", e => e.PixelDataVr),
        Column<InstanceStored, Guid>("file_uuid", "uuid", e => e.FileUuid),
        Column<InstanceStored, string>("origin", "text", e => e.Origin.Kind.ToString()),
        Nullable<InstanceStored, string?>("http_user", "text", e => e.Origin.Kind == OriginKind.DicomProtocol ? null : e.Origin.User),
        Nullable<InstanceStored, string?>("remote_ip", "text", e => e.Origin.RemoteIp),
        Nullable<InstanceStored, string?>("calling_aet", "text", e => e.Origin.CallingAet),
        Nullable<InstanceStored, string?>("called_aet", "text", e => e.Origin.CalledAet),
        Column<InstanceStored, DateTimeOffset>("stored_at", "timestamptz", e => e.StoredAt),
        Seq<InstanceStored>("instance_stored"),
        Nullable<InstanceStored, string?>("job_id", "text", e => e.Derivation?.JobId),
        .. Common<InstanceStored>(ResourceLevel.Instance, e => e.MainDicomTags, _ => null, e => e.MainDicomTagsSignature,
            e => e.MainDicomSequences, e => e.Derivation),
    ]);

    public static string Json(IReadOnlyDictionary<string, string> tags) => JsonSerializer.Serialize(tags);

    // What patients, studies and series have in common.
    private static ViewColumn<IEvent<T>>[] Parent<T>(string type, Func<T, DateTimeOffset> openedAt)
        where T : notnull =>
    [
        Computed<T>("instances", "integer", "below.instances"),
        Computed<T>("size", "bigint", "below.size"),
        Computed<T>("stable", "boolean", "false"),
        Column("opened_at", "timestamptz", openedAt),
        Computed<T>("last_update", "timestamptz", "new.opened_at"),
        // Numbers of the event that opened it, which is its place in insertion order, and of the latest arrival below it.
        Seq<T>(type),
        Computed<T>("changed", "bigint", "below.changed"),
    ];

    // What all levels have in common.
    private static ViewColumn<IEvent<T>>[] Common<T>(
        ResourceLevel level, Func<T, IReadOnlyDictionary<string, string>> tags, Func<T, IReadOnlyDictionary<string, string>?> ofPatient,
        Func<T, string?> signature, Func<T, string?> sequences,
        Func<T, Derivation?> derivation)
        where T : notnull =>
    [
        Column<T, string>("tags", "json", e => Json(tags(e)), "new.tags::json"),
        Nullable<T, string?>("folded", "json", e => SearchText.Folded(tags(e), ofPatient(e)), "new.folded::json"),
        .. SearchColumn.Of(level).Select(column =>
            Nullable<T, string?>(column.Name, "text", e => SearchText.Of(column, level, tags(e), ofPatient(e)))),
        // Which main tags there could be, and those that are sequences: texts as the events have them, null in most rows.
        Nullable("tags_signature", "text", signature),
        Nullable("sequences", "text", sequences),
        // Which resource of the same level a job made it from.
        Nullable<T, string?>("modified_from", "text", e => derivation(e)?.ModifiedFrom?.Value),
        Nullable<T, string?>("anonymized_from", "text", e => derivation(e)?.AnonymizedFrom?.Value),
        // Null for none, as nearly everywhere: that takes no room, nor an entry in the index.
        new("labels", "text[]", true, null, null),
    ];

    // A transaction that appends events learns their numbers only from the rows that it has inserted just before this statement; a rebuild
    // knows them.
    private static ViewColumn<IEvent<T>> Seq<T>(string type)
        where T : notnull => new(
            "seq", "bigint", false, events => Each(events, e => e.Sequence),
            $"""
            coalesce(nullif(new.seq, 0), (
                select e.seq_id from {EventStore.Schema}.mt_events e where e.stream_id = new.id and e.type = '{type}'
                  order by e.version desc limit 1))
            """);

    private static ViewColumn<IEvent<T>> Column<T, TValue>(string name, string type, Func<T, TValue> value, string? expression = null)
        where T : notnull => new(name, type, false, events => Each(events, e => value(e.Data)), expression);

    private static ViewColumn<IEvent<T>> Nullable<T, TValue>(string name, string type, Func<T, TValue> value, string? expression = null)
        where T : notnull => new(name, type, true, events => Each(events, e => value(e.Data)), expression);

    private static ViewColumn<IEvent<T>> Computed<T>(string name, string type, string expression, bool isNullable = false)
        where T : notnull => new(name, type, isNullable, null, expression);

    private static TValue[] Each<TRow, TValue>(IReadOnlyList<TRow> rows, Func<TRow, TValue> value)
    {
        var values = new TValue[rows.Count];
        for (var i = 0; i < values.Length; i++) values[i] = value(rows[i]);
        return values;
    }
}
