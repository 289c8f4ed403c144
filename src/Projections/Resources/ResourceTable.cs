using EventDicom.Domain;

namespace EventDicom.Projections.Resources;

/// <summary>The SQL that differs between the levels.</summary>
internal static class ResourceTable
{
    public static string Of(ResourceLevel level) => In(ViewSchema.Name, level);

    /// <param name="schema">Where the tables lie; a rebuild fills another schema beside the one in use.</param>
    public static string In(string schema, ResourceLevel level) => level switch
    {
        ResourceLevel.Patient => $"{schema}.patients",
        ResourceLevel.Study => $"{schema}.studies",
        ResourceLevel.Series => $"{schema}.series",
        _ => $"{schema}.instances",
    };

    /// <summary>Insertion order, which is the order of every list: that of the events.</summary>
    public const string Order = "r.seq";

    /// <summary>The columns that <see cref="ResourceQueries"/> reads into a <see cref="ResourceView"/>, from a table called r.</summary>
    public static string Columns(ResourceLevel level) => level switch
    {
        ResourceLevel.Patient =>
            $"""
            r.id, r.id, null, r.tags, null, array(select c.id from {ViewSchema.Name}.studies c where c.patient_id = r.id order by c.seq),
            r.stable, r.last_update, null, null, null, null, null, r.modified_from, r.anonymized_from, r.labels, r.sequences, r.protected
            """,
        ResourceLevel.Study =>
            $"""
            r.id, r.patient_id, r.patient_id, r.tags, coalesce(r.patient_tags, (select p.tags from {ViewSchema.Name}.patients p where p.id = r.patient_id)),
            array(select c.id from {ViewSchema.Name}.series c where c.study_id = r.id order by c.seq), r.stable, r.last_update,
            null, null, null, null, null, r.modified_from, r.anonymized_from, r.labels, r.sequences, null
            """,
        ResourceLevel.Series =>
            $"""
            r.id, r.patient_id, r.study_id, r.tags, null, array(select c.id from {ViewSchema.Name}.instances c where c.series_id = r.id order by c.seq),
            r.stable, r.last_update, r.expected,
            case when r.expected is not null then array(select c.index_in_series from {ViewSchema.Name}.instances c where c.series_id = r.id) end,
            null, null, null, r.modified_from, r.anonymized_from, r.labels, r.sequences, null
            """,
        _ =>
            """
            r.id, r.patient_id, r.series_id, r.tags, null, null, true, r.stored_at, null, null, r.size, r.file_uuid, r.index_in_series,
            r.modified_from, r.anonymized_from, r.labels, r.sequences, null
            """,
    };

    /// <summary>A condition on rows of one level, called r: lies below the resource of another level, whose id is $1.</summary>
    /// <param name="any">Whether $1 is an array of ids, of which one is to fit.</param>
    public static string Below(ResourceLevel child, ResourceLevel parent, bool any = false) => (child, parent) switch
    {
        (ResourceLevel.Study, ResourceLevel.Patient) => $"r.patient_id = {One(any)}",
        (ResourceLevel.Series, ResourceLevel.Study) => $"r.study_id = {One(any)}",
        (ResourceLevel.Series, ResourceLevel.Patient) => $"r.study_id in (select id from {ViewSchema.Name}.studies where patient_id = {One(any)})",
        (ResourceLevel.Instance, ResourceLevel.Series) => $"r.series_id = {One(any)}",
        (ResourceLevel.Instance, ResourceLevel.Study) => $"r.series_id in (select id from {ViewSchema.Name}.series where study_id = {One(any)})",
        (ResourceLevel.Instance, ResourceLevel.Patient) =>
            $"r.series_id in (select s.id from {ViewSchema.Name}.series s join {ViewSchema.Name}.studies t on t.id = s.study_id where t.patient_id = {One(any)})",
        _ when child == parent => $"r.id = {One(any)}",
        _ => throw new ArgumentException($"{child} does not lie below {parent}", nameof(child)),
    };

    /// <summary>A condition on rows of one level, called r: is the ancestor of the resource of another level, whose id is $1.</summary>
    /// <inheritdoc cref="Below"/>
    public static string Above(ResourceLevel ancestor, ResourceLevel level, bool any = false)
    {
        var column = ancestor switch
        {
            ResourceLevel.Patient => "patient_id",
            ResourceLevel.Study => "study_id",
            _ => "series_id",
        };
        return any ? $"r.id in (select {column} from {Of(level)} where id = any($1))" : $"r.id = (select {column} from {Of(level)} where id = $1)";
    }

    private static string One(bool any) => any ? "any($1)" : "$1";
}
