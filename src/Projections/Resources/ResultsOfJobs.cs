namespace EventDicom.Projections.Resources;

/// <summary>Which stored instances a job made, as it must be known before they are removed: the view finds them, the events
/// decide.</summary>
internal static class ResultsOfJobs
{
    private const string Events = $"{EventStore.Schema}.mt_events";

    /// <summary>Of a job ($1), those whose source is still stored, or all ($2 false). What the view alone says is no reason to delete
    /// anything.</summary>
    public static readonly string Sql =
        $"""
        select made.id from {ViewSchema.Name}.instances made cross join lateral ({LastStored("made.id")}) stored
        where made.job_id = $1 and stored.data->'Derivation'->>'JobId' = $1 and (not $2 or exists (
            select from {ViewSchema.Name}.instances source cross join lateral ({LastStored("source.id")}) origin
            where source.id = coalesce(stored.data->'Derivation'->>'ModifiedFrom', stored.data->'Derivation'->>'AnonymizedFrom')
                and not exists (
                select from {Events} e
                where e.stream_id in (source.id, origin.data->>'SeriesId', origin.data->>'StudyId', origin.data->>'PatientId')
                    and e.seq_id > origin.seq_id
                    and e.type in ({EventStore.Deletions}))))
        order by made.seq
        """;

    private static string LastStored(string instance) =>
        $"select e.seq_id, e.data from {Events} e where e.stream_id = {instance} and e.type = 'instance_stored' order by e.version desc "
        + $"limit 1";
}
