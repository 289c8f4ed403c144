namespace EventDicom.Projections.Identity;

/// <summary>Which files the archive needs, asked of the events and of no view: for a backup, and to see whether a folder fits.</summary>
public static class NamedFiles
{
    /// <summary>
    /// Rows of <c>sha256</c>, <c>size</c> and <c>stored</c>, the sequence number of the last event that named those bytes: what was stored
    /// and not removed for good since. What was deleted is among them, as long as its bytes are kept.
    /// </summary>
    public const string Sql =
        $"""
        select stored.sha256, stored.size, stored.at as stored
        from (select {EventStore.NamedFile} as sha256, max({EventStore.NamedFileSize}) as size, max(seq_id) as at
              from {EventStore.Schema}.mt_events where type in ({EventStore.Namings}) group by 1) stored
        left join (select jsonb_array_elements_text(data -> 'Sha256') as sha256, max(seq_id) as at
              from {EventStore.Schema}.mt_events where type = 'blobs_purged' group by 1) purged
            on purged.sha256 = stored.sha256
        where purged.at is null or purged.at < stored.at
        """;
}
