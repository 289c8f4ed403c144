namespace EventDicom.Dimse.Associations;

/// <summary>How patient and how generous an association is.</summary>
public sealed record AssociationOptions
{
    /// <summary>The longest P-DATA-TF PDU that we take and send, in bytes after the first six: 4096 to 131072.</summary>
    public int MaximumPduLength { get; init; } = 16384;

    /// <summary>
    /// How long the peer may take to connect, to ask for the association or to answer, and to close the connection (the timer ARTIM of
    /// PS3.8 section 9.1.5).
    /// </summary>
    public TimeSpan Artim { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long the peer may say nothing while it is its turn, and how long one PDU may take; <see cref="Timeout.InfiniteTimeSpan"/> for
    /// ever.
    /// </summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Bytes of a command set that came in fragments. The longest of PS3.7 has some 500.</summary>
    public int MaximumCommandSize { get; init; } = 16 * 1024;

    /// <summary>Bytes of the data set of one message.</summary>
    public long MaximumDataSetSize { get; init; } = long.MaxValue;

    /// <summary>Bytes a second that a peer must at least bring of a data set, reckoned over each <see cref="Patience"/>.</summary>
    public int SlowestRate { get; init; } = 256;
}
