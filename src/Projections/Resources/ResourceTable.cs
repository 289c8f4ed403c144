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

    /// <summary>Insertion order: that of the events.</summary>
    public const string Order = "r.seq";

    /// <summary>A condition on rows of one level, called r: is one of some resources of a level, or lies above or below one of
    /// them.</summary>
    /// <param name="parameter">An array of ids.</param>
    /// <param name="single">Whether it has one element only.</param>
    public static string Related(ResourceLevel level, ResourceLevel to, string parameter, bool single) =>
        level >= to ? Below(level, to, single ? $"({parameter}::text[])[1]" : $"any({parameter})") : Above(level, to, $"any({parameter})");

    /// <summary>A condition on rows of one level: is the resource of a level, or lies below it.</summary>
    /// <param name="one">The id: a parameter, or <c>any(array)</c> for one of several.</param>
    /// <param name="row">What the rows are called.</param>
    public static string Below(ResourceLevel child, ResourceLevel parent, string one, string row = "r") => (child, parent) switch
    {
        (ResourceLevel.Study, ResourceLevel.Patient) => $"{row}.patient_id = {one}",
        (ResourceLevel.Series, ResourceLevel.Study) => $"{row}.study_id = {one}",
        (ResourceLevel.Series, ResourceLevel.Patient) =>
            $"{row}.study_id in (select id from {ViewSchema.Name}.studies where patient_id = {one})",
        (ResourceLevel.Instance, ResourceLevel.Series) => $"{row}.series_id = {one}",
        (ResourceLevel.Instance, ResourceLevel.Study) =>
            $"{row}.series_id in (select id from {ViewSchema.Name}.series where study_id = {one})",
        (ResourceLevel.Instance, ResourceLevel.Patient) =>
            $"{row}.series_id in (select s.id from {ViewSchema.Name}.series s join {ViewSchema.Name}.studies t on t.id = s.study_id where "
            + $"t.patient_id = {one})",
        _ when child == parent => $"{row}.id = {one}",
        _ => throw new ArgumentException($"{child} does not lie below {parent}", nameof(child)),
    };

    /// <summary>A condition on rows of one level, called r: is the ancestor of the resource of another level.</summary>
    /// <inheritdoc cref="Below"/>
    public static string Above(ResourceLevel ancestor, ResourceLevel level, string one)
    {
        var column = ancestor switch
        {
            ResourceLevel.Patient => "patient_id",
            ResourceLevel.Study => "study_id",
            _ => "series_id",
        };
        return $"r.id in (select {column} from {Of(level)} where id = {one})";
    }
}
