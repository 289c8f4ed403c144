using EventDicom.Api.Errors;
using EventDicom.Api.Modalities;
using EventDicom.Api.Peers;
using EventDicom.Domain.Modalities;

namespace EventDicom.Api.Configuration;

/// <summary>Whom we call: DICOM modalities, Orthanc peers, and how.</summary>
public sealed record RemoteOptions
{
    /// <summary>By symbolic name; not in use with <see cref="DicomModalitiesInDatabase"/>.</summary>
    public required IReadOnlyDictionary<string, RemoteModality> DicomModalities { get; init; }

    /// <summary>Whether modalities are remembered in events, and set over REST alone.</summary>
    public bool DicomModalitiesInDatabase { get; init; }

    /// <summary>Whether an echo also tries a C-FIND.</summary>
    public bool DicomEchoChecksFind { get; init; }

    /// <summary>Seconds; 0 is for ever.</summary>
    public int DicomScuTimeout { get; init; }

    /// <summary>The transfer syntax to transcode to where a peer does not take the file's own.</summary>
    public required string DicomScuPreferredTransferSyntax { get; init; }

    /// <summary>By symbolic name; not in use with <see cref="OrthancPeersInDatabase"/>.</summary>
    public required IReadOnlyDictionary<string, RemotePeer> OrthancPeers { get; init; }

    /// <summary>Whether peers are remembered in events, and set over REST alone.</summary>
    public bool OrthancPeersInDatabase { get; init; }

    /// <summary><c>[user:password@]host:port</c>, empty where there is none.</summary>
    public required string HttpProxy { get; init; }

    /// <summary>Seconds; 0 is for ever.</summary>
    public int HttpTimeout { get; init; }

    public bool HttpsVerifyPeers { get; init; }

    /// <summary>A PEM file; empty trusts what the operating system trusts.</summary>
    public required string HttpsCACertificates { get; init; }

    internal static RemoteOptions Read(OptionReader options, ConfigurationReport report)
    {
        options.Unsupported("DicomAssociationCloseDelay", 5, "an association is closed when its work is done");
        var remotes = new RemoteOptions
        {
            DicomModalities = options.Table(nameof(DicomModalities), (name, json) => ModalityJson.Parse(Named(name, json))),
            DicomModalitiesInDatabase = options.Flag(nameof(DicomModalitiesInDatabase), false),
            DicomEchoChecksFind = options.Flag(nameof(DicomEchoChecksFind), false),
            DicomScuTimeout = options.Number(nameof(DicomScuTimeout), 10),
            DicomScuPreferredTransferSyntax =
                options.Text(nameof(DicomScuPreferredTransferSyntax), "1.2.840.10008.1.2.1", TranscodingOptions.IsUid, "must be the UID of a transfer syntax"),
            OrthancPeers = options.Table(nameof(OrthancPeers), (name, json) => PeerJson.Parse(Named(name, json))),
            OrthancPeersInDatabase = options.Flag(nameof(OrthancPeersInDatabase), false),
            HttpProxy = options.Text(nameof(HttpProxy), ""),
            HttpTimeout = options.Number(nameof(HttpTimeout), 60),
            HttpsVerifyPeers = options.Flag(nameof(HttpsVerifyPeers), true),
            HttpsCACertificates = options.Text(nameof(HttpsCACertificates), ""),
        };
        options.NotYet(DicomServerOptions.NoNetwork, nameof(DicomEchoChecksFind), nameof(DicomScuTimeout), nameof(DicomScuPreferredTransferSyntax));
        options.NotYet("nothing is sent to peers yet", nameof(HttpProxy), nameof(HttpTimeout), nameof(HttpsVerifyPeers), nameof(HttpsCACertificates));
        WarnOfIgnored(remotes.DicomModalitiesInDatabase, remotes.DicomModalities.Count, nameof(DicomModalities), nameof(DicomModalitiesInDatabase), report);
        WarnOfIgnored(remotes.OrthancPeersInDatabase, remotes.OrthancPeers.Count, nameof(OrthancPeers), nameof(OrthancPeersInDatabase), report);
        return remotes;
    }

    private static void WarnOfIgnored(bool inDatabase, int configured, string option, string inDatabaseOption, ConfigurationReport report)
    {
        if (inDatabase && configured > 0) report.Warn($"Option \"{option}\" is ignored: with \"{inDatabaseOption}\" they are set over REST alone");
    }

    private static T Named<T>(string name, T value) =>
        SymbolicName.IsValid(name) ? value : throw new OrthancException(OrthancError.BadFileFormat, SymbolicName.Requirement);
}
