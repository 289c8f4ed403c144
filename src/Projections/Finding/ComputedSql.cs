using EventDicom.Dicom;
using EventDicom.Domain;
using EventDicom.Domain.Finding;
using EventDicom.Projections.Resources;

namespace EventDicom.Projections.Finding;

/// <summary>The tags that are counted or put together, for the level whose they are.</summary>
internal static class ComputedSql
{
    private static readonly Dictionary<DicomTag, string> s_values = new()
    {
        [DicomTag.InstanceAvailability] = "'ONLINE'",
        [DicomTag.SOPClassUID] = "r.sop_class_uid",
        [DicomTag.ModalitiesInStudy] = """coalesce(array_to_string(r.modalities, '\'), '')""",
        [DicomTag.SOPClassesInStudy] =
            $"""
            coalesce((select string_agg(distinct c.sop_class_uid collate "C", '\' order by c.sop_class_uid collate "C")
            from {ResourceTable.Of(ResourceLevel.Instance)} c
                where c.series_id in (select id from {ResourceTable.Of(ResourceLevel.Series)} where study_id = r.id)), '')
            """,
        [DicomTag.NumberOfPatientRelatedStudies] = "r.study_count::text",
        [DicomTag.NumberOfPatientRelatedSeries] = "r.series_count::text",
        [DicomTag.NumberOfPatientRelatedInstances] = "r.instances::text",
        [DicomTag.NumberOfStudyRelatedSeries] = "r.series_count::text",
        [DicomTag.NumberOfStudyRelatedInstances] = "r.instances::text",
        [DicomTag.NumberOfSeriesRelatedInstances] = "r.instances::text",
    };

    /// <summary>The value as text; null of a SOP class that a file does not say.</summary>
    public static string Value(DicomTag tag) => s_values[tag];

    /// <summary>Of what is put together, one part must fit; and it is always asked for as a list.</summary>
    public static string Condition(TagConstraint constraint, Parameters parameters)
    {
        if (constraint.Tag == DicomTag.ModalitiesInStudy)
        {
            var (match, folds) = (constraint.Match, !constraint.Match.CaseSensitive);
            var modality = TextSql.Condition(match, folds ? "c.by_modality" : "c.tags->>'0008,0060'", folds, parameters);
            return $"r.id in (select study_id from {ResourceTable.Of(ResourceLevel.Series)} c where {modality})";
        }
        if (constraint.Tag == DicomTag.SOPClassesInStudy)
            return $"""
                exists (select from {ResourceTable.Of(ResourceLevel.Series)} d join {ResourceTable.Of(ResourceLevel.Instance)} c
                on c.series_id = d.id
                    where d.study_id = r.id and {TextSql.Condition(constraint.Match, "c.sop_class_uid", false, parameters)})
                """;
        return TextSql.Condition(constraint.Match, Value(constraint.Tag), false, parameters);
    }
}
