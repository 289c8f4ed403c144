namespace EventDicom.Projections.Changes;

/// <summary>How far the daemon has brought the log, as a sequence number of events.</summary>
internal static class ChangeLogPosition
{
    /// <summary>One value, or none before the first event.</summary>
    public const string Sql = $"select last_seq_id from {EventStore.Schema}.mt_event_progression where name = '{ChangeLog.Name}:All'";
}
