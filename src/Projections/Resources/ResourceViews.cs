using EventDicom.Domain;
using EventDicom.Domain.Attachments;
using EventDicom.Domain.Blobs;
using EventDicom.Domain.Instances;
using EventDicom.Domain.Labels;
using EventDicom.Domain.Modifying;
using EventDicom.Domain.Patients;
using EventDicom.Domain.Series;
using EventDicom.Domain.Studies;
using EventDicom.Projections.Attachments;
using EventDicom.Projections.Finding;
using JasperFx.Events;
using Weasel.Postgresql.Tables;

namespace EventDicom.Projections.Resources;

/// <summary>
/// What <c>GET /patients</c>, <c>/studies</c>, <c>/series</c> and <c>/instances</c> show, what is attached to them, and which blobs are in
/// use. Folds whole batches into a few set-based statements.
/// </summary>
public sealed class ResourceViews : InlineView
{
    public override IReadOnlySet<Type> Events { get; } = new HashSet<Type>
    {
        typeof(InstanceStored), typeof(SeriesOpened), typeof(StudyOpened), typeof(PatientOpened), typeof(SeriesStabilized),
        typeof(StudyStabilized),
        typeof(PatientStabilized), typeof(InstanceDeleted), typeof(InstanceOverwritten), typeof(SeriesDeleted), typeof(StudyDeleted),
        typeof(PatientDeleted),
        typeof(BlobsPurged), typeof(MainDicomTagsRebuilt), typeof(LabelAdded), typeof(LabelRemoved), typeof(PatientProtected),
        typeof(PatientUnprotected),
        typeof(AttachmentStored), typeof(AttachmentRemoved), typeof(AttachmentCompressed), typeof(AttachmentUncompressed),
    };

    public override IEnumerable<Table> TablesIn(string schema) => [.. ResourceTables.In(schema), AttachmentTable.In(schema)];

    public override IEnumerable<ViewStatement> Fold(string schema, IReadOnlyList<IEvent> events)
    {
        // Arrivals commute with each other, and so do the other kinds among their own; the kinds do not commute.
        var arrivals = new Arrivals(schema);
        var stabilized = new Stabilized(schema);

        foreach (var @event in events)
        {
            switch (@event.Data)
            {
                case InstanceStored or SeriesOpened or StudyOpened or PatientOpened:
                    foreach (var statement in stabilized.Flush()) yield return statement;
                    arrivals.Add(@event);
                    break;
                case SeriesStabilized or StudyStabilized or PatientStabilized:
                    foreach (var statement in arrivals.Flush()) yield return statement;
                    stabilized.Add(@event.Data);
                    break;
                case InstanceDeleted or InstanceOverwritten or SeriesDeleted or StudyDeleted or PatientDeleted or BlobsPurged:
                    foreach (var statement in arrivals.Flush()) yield return statement;
                    foreach (var statement in stabilized.Flush()) yield return statement;
                    foreach (var statement in Removals.Of(schema, @event.Data)) yield return statement;
                    break;
                case AttachmentStored or AttachmentRemoved or AttachmentCompressed or AttachmentUncompressed:
                    foreach (var statement in arrivals.Flush()) yield return statement;
                    foreach (var statement in AttachmentChanges.Of(schema, @event.Data)) yield return statement;
                    break;
                case MainDicomTagsRebuilt e:
                    foreach (var statement in arrivals.Flush()) yield return statement;
                    foreach (var statement in Retag(schema, e)) yield return statement;
                    break;
                case LabelAdded e:
                    foreach (var statement in arrivals.Flush()) yield return statement;
                    yield return new($"update {ResourceTable.In(schema, e.Level)} set labels = array_append(labels, ^) where id = ^",
                        [e.Label, e.ResourceId.Value]);
                    break;
                case LabelRemoved e:
                    foreach (var statement in arrivals.Flush()) yield return statement;
                    yield return new(
                        $"update {ResourceTable.In(schema, e.Level)} set labels = nullif(array_remove(labels, ^), '{{}}') where id = ^",
                        [e.Label, e.ResourceId.Value]);
                    break;
                case PatientProtected e:
                    foreach (var statement in arrivals.Flush()) yield return statement;
                    yield return Protect(schema, e.PatientId, true);
                    break;
                case PatientUnprotected e:
                    foreach (var statement in arrivals.Flush()) yield return statement;
                    yield return Protect(schema, e.PatientId, false);
                    break;
            }
        }

        foreach (var statement in arrivals.Flush()) yield return statement;
        foreach (var statement in stabilized.Flush()) yield return statement;
    }

    private static IEnumerable<ViewStatement> Retag(string schema, MainDicomTagsRebuilt e)
    {
        var ofPatient = e.Level == ResourceLevel.Study ? e.PatientMainDicomTags : null;
        // An event from before studies kept the patient's tags leaves them, and what searches know of them, as they are.
        var columns = SearchColumn.Of(e.Level).Where(column => column.Owner == e.Level || ofPatient is not null).ToList();
        yield return new(
            $"""
            update {ResourceTable.In(schema, e.Level)} set tags = ^::json, folded = nullif(^, '')::json, tags_signature = nullif(^, ''),
              sequences = nullif(^, '')
                {(ofPatient is null ? "" : ", patient_tags = ^::json")}
                {string.Concat(columns.Select(column => $", {column.Name} = (^)[1]"))}
            where id = ^
            """,
            [
                ResourceColumns.Json(e.MainDicomTags), SearchText.Folded(e.MainDicomTags, ofPatient) ?? "",
                e.MainDicomTagsSignature ?? "", e.MainDicomSequences ?? "",
                .. ofPatient is null ? [] : (object[])[ResourceColumns.Json(ofPatient)],
                .. columns.Select(column => new[] { SearchText.Of(column, e.Level, e.MainDicomTags, ofPatient) }),
                e.ResourceId.Value,
            ]);
        if (e.Level == ResourceLevel.Series) yield return Recounts.OfStudyOfSeries(schema, e.ResourceId);
    }

    private static ViewStatement Protect(string schema, OrthancId patient, bool isProtected) =>
        new($"update {schema}.patients set protected = ^ where id = ^", [isProtected, patient.Value]);
}
