using EventDicom.Domain;

namespace EventDicom.Projections.Resources;

/// <summary>What a study and a patient say of the series below them, told anew where some came or went.</summary>
internal static class Recounts
{
    /// <summary>To be followed by that of their patients.</summary>
    public static ViewStatement OfStudies(string schema, params IReadOnlyList<OrthancId> ids) => new(
        $"""
        update {schema}.studies set (series_count, modalities) = (select count(*), {ResourceColumns.Modalities} from {schema}.series
          where study_id = studies.id)
        where id = any(^)
        """,
        [ids.Select(id => id.Value).ToArray()]);

    public static ViewStatement OfStudyOfSeries(string schema, OrthancId series) => new(
        $"""
        update {schema}.studies set modalities = (select {ResourceColumns.Modalities} from {schema}.series where study_id = studies.id)
        where id = (select study_id from {schema}.series where id = ^)
        """,
        [series.Value]);

    public static ViewStatement OfPatients(string schema, params IReadOnlyList<OrthancId> ids) => new(
        $"""
        update {schema}.patients set (study_count, series_count) = (select count(*), coalesce(sum(series_count), 0)
          from {schema}.studies where patient_id = patients.id)
        where id = any(^)
        """,
        [ids.Select(id => id.Value).ToArray()]);
}
