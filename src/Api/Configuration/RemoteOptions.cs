using EventDicom.Api.Errors;

namespace EventDicom.Api.Configuration;

/// <summary>Whom we call: DICOM modalities, Orthanc peers, and how.</summary>
public sealed record RemoteOptions
{
    /// <summary>By symbolic name.</summary>
    public required IReadOnlyDictionary<string, RemoteModality> DicomModalities { get; init; }

    /// <summary>Whether modalities set over REST outlive a restart.</summary>
    public bool DicomModalitiesInDatabase { get; init; }

    /// <summary>Whether an echo also tries a C-FIND.</summary>
    public bool DicomEchoChecksFind { get; init; }

    /// <summary>Seconds; 0 is for ever.</summary>
    public int DicomScuTimeout { get; init; }

    /// <summary>The transfer syntax to transcode to where a peer does not take the file's own.</summary>
    public required string DicomScuPreferredTransferSyntax { get; init; }

    /// <summary>By symbolic name.</summary>
    public required IReadOnlyDictionary<string, RemotePeer> OrthancPeers { get; init; }

    public bool OrthancPeersInDatabase { get; init; }

    /// <summary><c>[user:password@]host:port</c>, empty where there is none.</summary>
    public required string HttpProxy { get; init; }

    /// <summary>Seconds; 0 is for ever.</summary>
    public int HttpTimeout { get; init; }

    public bool HttpsVerifyPeers { get; init; }

    /// <summary>A PEM file; empty trusts what the operating system trusts.</summary>
    public required string HttpsCACertificates { get; init; }

    internal static RemoteOptions Read(OptionReader options)
    {
        options.Unsupported("DicomAssociationCloseDelay", 5, "an association is closed when its work is done");
        return new()
        {
            DicomModalities = options.Table(nameof(DicomModalities), (name, json) => RemoteModality.Parse(Named(name, json))),
            DicomModalitiesInDatabase = options.Flag(nameof(DicomModalitiesInDatabase), false),
            DicomEchoChecksFind = options.Flag(nameof(DicomEchoChecksFind), false),
            DicomScuTimeout = options.Number(nameof(DicomScuTimeout), 10),
            DicomScuPreferredTransferSyntax =
                options.Text(nameof(DicomScuPreferredTransferSyntax), "1.2.840.10008.1.2.1", TranscodingOptions.IsUid, "must be the UID of a transfer syntax"),
            OrthancPeers = options.Table(nameof(OrthancPeers), (name, json) => RemotePeer.Parse(Named(name, json))),
            OrthancPeersInDatabase = options.Flag(nameof(OrthancPeersInDatabase), false),
            HttpProxy = options.Text(nameof(HttpProxy), ""),
            HttpTimeout = options.Number(nameof(HttpTimeout), 60),
            HttpsVerifyPeers = options.Flag(nameof(HttpsVerifyPeers), true),
            HttpsCACertificates = options.Text(nameof(HttpsCACertificates), ""),
        };
    }

    private static T Named<T>(string name, T value) =>
        SymbolicName.IsValid(name) ? value : throw new OrthancException(OrthancError.BadFileFormat, SymbolicName.Requirement);
}
