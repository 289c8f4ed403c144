using EventDicom.Domain.Modalities;

namespace EventDicom.Domain.Settings;

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

    /// <summary>How what a modality has is retrieved where neither its definition nor the request says.</summary>
    public RetrieveMethod DicomDefaultRetrieveMethod { get; init; }

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
}
