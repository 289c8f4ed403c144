namespace EventDicom.Domain.Changes;

/// <summary>
/// From here on the entries of the log of changes are numbered one by one. Before it, as long as an archive was kept by versions that knew
/// no other way, each entry bears the number of its event. The first event of every newer archive.
/// </summary>
public sealed record ChangesCounted(DateTimeOffset CountedFrom)
{
    /// <summary>The stream that holds this event and no other.</summary>
    public const string Stream = "changes-counted";
}
