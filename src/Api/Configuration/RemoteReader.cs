using EventDicom.Api.Modalities;
using EventDicom.Api.Peers;
using EventDicom.Domain.Modalities;

namespace EventDicom.Api.Configuration;

/// <summary>Reads <see cref="RemoteOptions"/>.</summary>
internal static class RemoteReader
{
    internal static RemoteOptions Read(OptionReader options, ConfigurationReport report)
    {
        options.Unsupported("DicomAssociationCloseDelay", 5, "an association is closed when its work is done");
        var remotes = new RemoteOptions
        {
            DicomModalities = options.Table(nameof(RemoteOptions.DicomModalities), (name, json) => ModalityJson.Parse(Named(name, json))),
            DicomModalitiesInDatabase = options.Flag(nameof(RemoteOptions.DicomModalitiesInDatabase), false),
            DicomEchoChecksFind = options.Flag(nameof(RemoteOptions.DicomEchoChecksFind), false),
            DicomScuTimeout = options.Number(nameof(RemoteOptions.DicomScuTimeout), 10),
            DicomDefaultRetrieveMethod = RetrieveMethods.Parse(options.Text(
                nameof(RemoteOptions.DicomDefaultRetrieveMethod), RetrieveMethods.NameOf(RetrieveMethod.Move),
                name => name == RetrieveMethods.NameOf(RetrieveMethod.Move) || name == RetrieveMethods.NameOf(RetrieveMethod.Get),
                "must be C-MOVE or C-GET")),
            DicomScuPreferredTransferSyntax =
                options.Text(nameof(RemoteOptions.DicomScuPreferredTransferSyntax), "1.2.840.10008.1.2.1", TranscodingReader.IsUid,
                    "must be the UID of a transfer syntax"),
            OrthancPeers = options.Table(nameof(RemoteOptions.OrthancPeers), (name, json) => PeerJson.Parse(Named(name, json))),
            OrthancPeersInDatabase = options.Flag(nameof(RemoteOptions.OrthancPeersInDatabase), false),
            HttpProxy = options.Text(nameof(RemoteOptions.HttpProxy), ""),
            HttpTimeout = options.Number(nameof(RemoteOptions.HttpTimeout), 60),
            HttpsVerifyPeers = options.Flag(nameof(RemoteOptions.HttpsVerifyPeers), true),
            HttpsCACertificates = options.Text(nameof(RemoteOptions.HttpsCACertificates), ""),
        };
        WarnOfIgnored(remotes.DicomModalitiesInDatabase, remotes.DicomModalities.Count, nameof(RemoteOptions.DicomModalities),
            nameof(RemoteOptions.DicomModalitiesInDatabase), report);
        WarnOfIgnored(remotes.OrthancPeersInDatabase, remotes.OrthancPeers.Count, nameof(RemoteOptions.OrthancPeers),
            nameof(RemoteOptions.OrthancPeersInDatabase), report);
        return remotes;
    }

    /// <summary>What the configuration defines is not in use where the database has it.</summary>
    internal static void WarnOfIgnored(bool inDatabase, int configured, string option, string inDatabaseOption, ConfigurationReport report)
    {
        if (inDatabase && configured > 0)
            report.Warn($"Option \"{option}\" is ignored: with \"{inDatabaseOption}\" they are set over REST alone");
    }

    /// <exception cref="OrthancException">Error 15: nobody may have the name.</exception>
    internal static T Named<T>(string name, T value) =>
        SymbolicName.IsValid(name) ? value : throw new OrthancException(OrthancError.BadFileFormat, SymbolicName.Requirement);
}
