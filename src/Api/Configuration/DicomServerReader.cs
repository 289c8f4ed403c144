using System.Net;

namespace EventDicom.Api.Configuration;

/// <summary>Reads <see cref="DicomServerOptions"/>.</summary>
internal static class DicomServerReader
{
    // PS3.8 D.1: the variable field of a P-DATA-TF PDU; Orthanc takes no less and no more.
    private const int ShortestPdu = 4096, LongestPdu = 131072;

    internal static DicomServerOptions Read(OptionReader options)
    {
        options.Unsupported("DicomThreadsCount", 4, "associations do not hold a thread each");
        return new()
        {
            DicomServerEnabled = options.Flag(nameof(DicomServerOptions.DicomServerEnabled), true),
            DicomAet = options.Text(nameof(DicomServerOptions.DicomAet), "ORTHANC", IsTitle,
                "must have 1 to 16 characters of ASCII, without a backslash"),
            DicomPort = options.Number(nameof(DicomServerOptions.DicomPort), 4242, 0, IPEndPoint.MaxPort),
            DicomCheckCalledAet = options.Flag(nameof(DicomServerOptions.DicomCheckCalledAet), false),
            StrictAetComparison = options.Flag(nameof(DicomServerOptions.StrictAetComparison), false),
            DefaultEncoding = options.Choice(nameof(DicomServerOptions.DefaultEncoding), DefaultEncoding.Latin1),
            AcceptedTransferSyntaxes = options.Texts(nameof(DicomServerOptions.AcceptedTransferSyntaxes), ["1.2.840.10008.1.*"]),
            AcceptedSopClasses = options.Texts(nameof(DicomServerOptions.AcceptedSopClasses), []),
            RejectedSopClasses = options.Texts(nameof(DicomServerOptions.RejectedSopClasses), []),
            UnknownSopClassAccepted = options.Flag(nameof(DicomServerOptions.UnknownSopClassAccepted), false),
            DicomScpTimeout = options.Number(nameof(DicomServerOptions.DicomScpTimeout), 30),
            DicomAlwaysAllowEcho = options.Flag(nameof(DicomServerOptions.DicomAlwaysAllowEcho), true),
            DicomAlwaysAllowStore = options.Flag(nameof(DicomServerOptions.DicomAlwaysAllowStore), true),
            DicomAlwaysAllowFind = options.Flag(nameof(DicomServerOptions.DicomAlwaysAllowFind), false),
            DicomAlwaysAllowFindWorklist = options.Flag(nameof(DicomServerOptions.DicomAlwaysAllowFindWorklist), false),
            DicomAlwaysAllowGet = options.Flag(nameof(DicomServerOptions.DicomAlwaysAllowGet), false),
            DicomAlwaysAllowMove = options.Flag(nameof(DicomServerOptions.DicomAlwaysAllowMove), false),
            DicomCheckModalityHost = options.Flag(nameof(DicomServerOptions.DicomCheckModalityHost), false),
            MaximumPduLength = options.Number(nameof(DicomServerOptions.MaximumPduLength), 16384, ShortestPdu, LongestPdu),
            SynchronousCMove = options.Flag(nameof(DicomServerOptions.SynchronousCMove), true),
        };
    }

    // PS3.5 6.2, value representation AE.
    private static bool IsTitle(string title) =>
        title.Trim().Length is >= 1 and <= 16 && title.All(character => character is >= ' ' and <= '~' and not '\\');
}
