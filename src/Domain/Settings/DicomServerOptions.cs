namespace EventDicom.Domain.Settings;

/// <summary>The DICOM server: what others may ask of us over DIMSE.</summary>
public sealed record DicomServerOptions
{
    public bool DicomServerEnabled { get; init; }

    public required string DicomAet { get; init; }

    /// <summary>0 takes any free port.</summary>
    public int DicomPort { get; init; }

    /// <summary>Whether an association that calls another title than ours is rejected.</summary>
    public bool DicomCheckCalledAet { get; init; }

    /// <summary>Whether titles are compared with regard to case.</summary>
    public bool StrictAetComparison { get; init; }

    /// <summary>The character set of data sets that name none, and of what we answer to C-FIND.</summary>
    public DefaultEncoding DefaultEncoding { get; init; }

    /// <summary>Transfer syntaxes that may be stored: UIDs with wildcards.</summary>
    public required IReadOnlyList<string> AcceptedTransferSyntaxes { get; init; }

    /// <summary>UIDs of the SOP classes that may be stored, with wildcards; empty for all storage classes of the standard.</summary>
    public required IReadOnlyList<string> AcceptedSopClasses { get; init; }

    /// <summary>UIDs of SOP classes that may not be stored all the same, with wildcards.</summary>
    public required IReadOnlyList<string> RejectedSopClasses { get; init; }

    public bool UnknownSopClassAccepted { get; init; }

    /// <summary>Seconds without a word from the peer; 0 is for ever.</summary>
    public int DicomScpTimeout { get; init; }

    public bool DicomAlwaysAllowEcho { get; init; }

    public bool DicomAlwaysAllowStore { get; init; }

    public bool DicomAlwaysAllowFind { get; init; }

    public bool DicomAlwaysAllowFindWorklist { get; init; }

    public bool DicomAlwaysAllowGet { get; init; }

    public bool DicomAlwaysAllowMove { get; init; }

    /// <summary>Whether a known title must also call from its known host.</summary>
    public bool DicomCheckModalityHost { get; init; }

    /// <summary>Bytes, 4096 to 131072.</summary>
    public int MaximumPduLength { get; init; }

    /// <summary>Whether C-MOVE answers when all is sent, rather than when it is planned.</summary>
    public bool SynchronousCMove { get; init; }
}
