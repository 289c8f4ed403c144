using System.Net;

namespace EventDicom.Api.Configuration;

/// <summary>The DICOM server: what others may ask of us over DIMSE.</summary>
public sealed record DicomServerOptions
{
    // PS3.8 D.1: the variable field of a P-DATA-TF PDU; Orthanc takes no less and no more.
    private const int ShortestPdu = 4096, LongestPdu = 131072;

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

    /// <summary>What becomes of options of the DICOM network.</summary>
    internal const string NoNetwork = "there is no DICOM network yet";

    internal static DicomServerOptions Read(OptionReader options)
    {
        options.Unsupported("AcceptedSopClasses", Array.Empty<string>(), NoNetwork);
        options.Unsupported("RejectedSopClasses", Array.Empty<string>(), NoNetwork);
        options.Unsupported("DicomDefaultRetrieveMethod", "C-MOVE", NoNetwork);
        options.Unsupported("DicomThreadsCount", 4, "associations do not hold a thread each");
        var server = new DicomServerOptions
        {
            DicomServerEnabled = options.Flag(nameof(DicomServerEnabled), true),
            DicomAet = options.Text(nameof(DicomAet), "ORTHANC", IsTitle, "must have 1 to 16 characters of ASCII, without a backslash"),
            DicomPort = options.Number(nameof(DicomPort), 4242, 0, IPEndPoint.MaxPort),
            DicomCheckCalledAet = options.Flag(nameof(DicomCheckCalledAet), false),
            StrictAetComparison = options.Flag(nameof(StrictAetComparison), false),
            DefaultEncoding = options.Choice(nameof(DefaultEncoding), DefaultEncoding.Latin1),
            AcceptedTransferSyntaxes = options.Texts(nameof(AcceptedTransferSyntaxes), ["1.2.840.10008.1.*"]),
            UnknownSopClassAccepted = options.Flag(nameof(UnknownSopClassAccepted), false),
            DicomScpTimeout = options.Number(nameof(DicomScpTimeout), 30),
            DicomAlwaysAllowEcho = options.Flag(nameof(DicomAlwaysAllowEcho), true),
            DicomAlwaysAllowStore = options.Flag(nameof(DicomAlwaysAllowStore), true),
            DicomAlwaysAllowFind = options.Flag(nameof(DicomAlwaysAllowFind), false),
            DicomAlwaysAllowFindWorklist = options.Flag(nameof(DicomAlwaysAllowFindWorklist), false),
            DicomAlwaysAllowGet = options.Flag(nameof(DicomAlwaysAllowGet), false),
            DicomAlwaysAllowMove = options.Flag(nameof(DicomAlwaysAllowMove), false),
            DicomCheckModalityHost = options.Flag(nameof(DicomCheckModalityHost), false),
            MaximumPduLength = options.Number(nameof(MaximumPduLength), 16384, ShortestPdu, LongestPdu),
            SynchronousCMove = options.Flag(nameof(SynchronousCMove), true),
        };
        options.NotYet(
            NoNetwork, nameof(DicomPort), nameof(DicomCheckCalledAet), nameof(StrictAetComparison), nameof(AcceptedTransferSyntaxes), nameof(UnknownSopClassAccepted),
            nameof(DicomScpTimeout), nameof(DicomAlwaysAllowEcho), nameof(DicomAlwaysAllowStore), nameof(DicomAlwaysAllowFind), nameof(DicomAlwaysAllowFindWorklist),
            nameof(DicomAlwaysAllowGet), nameof(DicomAlwaysAllowMove), nameof(DicomCheckModalityHost), nameof(MaximumPduLength), nameof(SynchronousCMove));
        return server;
    }

    // PS3.5 6.2, value representation AE.
    private static bool IsTitle(string title) =>
        title.Trim().Length is >= 1 and <= 16 && title.All(character => character is >= ' ' and <= '~' and not '\\');
}
