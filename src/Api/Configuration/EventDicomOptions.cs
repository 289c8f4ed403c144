using System.Net;
using EventDicom.Dicom;
using EventDicom.Domain.Memory;
using Npgsql;

namespace EventDicom.Api.Configuration;

/// <summary>What Orthanc has no word for: the section <c>EventDicom</c> of the configuration.</summary>
public sealed record EventDicomOptions
{
    public const string SectionName = "EventDicom";

    /// <summary>
    /// Stands for every origin in <see cref="TrustedOrigins"/> and <see cref="ViewerOrigins"/>, for every host in <see
    /// cref="TrustedHosts"/>.
    /// </summary>
    public const string Anything = "*";

    /// <summary>Npgsql's connection string of the database that holds events and views; empty for one of the server's own in the data
    /// folder.</summary>
    public required string ConnectionString { get; init; }

    /// <summary>The folder of the files; empty for <c>blobs</c> in the data folder.</summary>
    public required string BlobFolder { get; init; }

    /// <summary>The folder of the OHIF viewer, as <c>build/ohif.sh</c> makes it of the npm package <c>@ohif/app</c>; empty for
    /// none.</summary>
    public required string Ohif { get; init; }

    /// <summary>Days that the bytes of what was deleted are kept, so that the deletion can be undone; 0 purges at once.</summary>
    public int KeepDeleted { get; init; }

    /// <summary>Whether a file's digest is checked whenever it is read.</summary>
    public bool VerifyOnRead { get; init; }

    /// <summary>Instances that may wait to be stored before more are refused.</summary>
    public int QueueLimit { get; init; }

    /// <summary>Instances that are stored in one transaction at most.</summary>
    public int BatchLimit { get; init; }

    /// <summary>MB that the body of a request, or the entries of the archives in it together, may have once inflated.</summary>
    public int MaximumInflatedSize { get; init; }

    /// <summary>MB that requests and jobs may hold in memory together; 0 is a third of what there is, and 600 at most.</summary>
    public int MemoryBudget { get; init; }

    /// <summary>MB that stay free on the volumes of the files and of the data folder, though never more than a tenth of them; 0 for
    /// none.</summary>
    public int DiskReserve { get; init; }

    /// <summary>The address of a collector of OpenTelemetry's that gets traces, with its path; empty for none.</summary>
    public required string Traces { get; init; }

    /// <summary>How the log is written.</summary>
    public LogFormat LogFormat { get; init; }

    /// <summary>Origins, <c>scheme://host[:port]</c>, whose pages may change something although no credentials are asked for.</summary>
    public required IReadOnlyList<string> TrustedOrigins { get; init; }

    /// <summary>
    /// Origins, likewise, whose pages may read what DICOMweb answers (CORS), as viewers that are served from elsewhere do.
    /// </summary>
    public required IReadOnlyList<string> ViewerOrigins { get; init; }

    /// <summary>Names under which a server that answers its own machine alone may be called, beside those of that machine.</summary>
    public required IReadOnlyList<string> TrustedHosts { get; init; }

    /// <summary>Where the files lie, given the data folder.</summary>
    public string BlobFolderIn(string dataFolder) => BlobFolder.Length > 0 ? BlobFolder : Path.Combine(dataFolder, "blobs");

    /// <summary>Bytes that a value of a received or stored file may have to be read before it is asked for.</summary>
    public int LargestValueInMemory { get; init; }

    /// <summary>Addresses of this machine that the DICOM server listens on; empty is all of them.</summary>
    public required IReadOnlyList<string> DicomBindAddresses { get; init; }

    /// <summary>Associations that others may have with us at a time.</summary>
    public int DicomAssociations { get; init; }

    /// <summary>Of these, those of one address.</summary>
    public int DicomAssociationsPerPeer { get; init; }

    /// <summary>MB that a data set may have that comes over the DICOM network.</summary>
    public int MaximumDataSetSize { get; init; }

    internal static EventDicomOptions Read(OptionReader options) => new()
    {
        ConnectionString = options.Text(
            nameof(ConnectionString), "", IsConnectionString,
            "must be a connection string of Npgsql's, as in Host=db;Database=eventdicom;Username=eventdicom;Password=..."),
        BlobFolder = options.Text(nameof(BlobFolder), ""),
        Ohif = options.Text(nameof(Ohif), ""),
        KeepDeleted = options.Number(nameof(KeepDeleted), 30, 0, 36500),
        VerifyOnRead = options.Flag(nameof(VerifyOnRead), false),
        QueueLimit = options.Number(nameof(QueueLimit), 512, 1, 1_000_000),
        BatchLimit = options.Number(nameof(BatchLimit), 64, 1, 10_000),
        DiskReserve = options.Number(nameof(DiskReserve), 512),
        Traces = options.Text(nameof(Traces), "", IsWebAddress, "must be an address like http://collector:4318/v1/traces"),
        LogFormat = options.Choice(nameof(LogFormat), LogFormat.Text),
        MemoryBudget = options.Number(nameof(MemoryBudget), 0, 0, 1_000_000),
        MaximumInflatedSize = options.Number(nameof(MaximumInflatedSize), 8192, 1),
        TrustedOrigins = Origins(nameof(TrustedOrigins), options),
        ViewerOrigins = Origins(nameof(ViewerOrigins), options),
        TrustedHosts = [.. options.Texts(nameof(TrustedHosts), []).Select(text => Host(text, options))],
        DicomBindAddresses = [.. options.Texts(nameof(DicomBindAddresses), []).Select(text => Address(text, options))],
        DicomAssociations = options.Number(nameof(DicomAssociations), 256, 1, 10_000),
        DicomAssociationsPerPeer = options.Number(nameof(DicomAssociationsPerPeer), 64, 1, 10_000),
        MaximumDataSetSize = options.Number(nameof(MaximumDataSetSize), 8192, 1),
        LargestValueInMemory = options.Number(nameof(LargestValueInMemory), DicomReadOptions.Default.LargeElement, 0, 1 << 20),
    };

    private static string[] Origins(string name, OptionReader options)
    {
        var origins = options.Texts(name, []);
        return origins.FirstOrDefault(text => text != Anything && !IsOrigin(text)) is { } wrong
            ? throw options.Wrong(name, $"\"{wrong}\" is no origin like https://viewer.example:8443")
            : [.. origins];
    }

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri is { Scheme: "http" or "https", PathAndQuery: "/", UserInfo: "" };

    private static string Host(string text, OptionReader options) =>
        text == Anything || Uri.CheckHostName(text) != UriHostNameType.Unknown
        ? text : throw options.Wrong(nameof(TrustedHosts), $"\"{text}\" is no name of a host");

    private static string Address(string text, OptionReader options) =>
        IPAddress.TryParse(text, out _) ? text : throw options.Wrong(nameof(DicomBindAddresses), $"\"{text}\" is not an IP address");

    private static bool IsWebAddress(string text) =>
        text.Length == 0 || (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https");

    private static bool IsConnectionString(string text)
    {
        try
        {
            return text.Length == 0 || new NpgsqlConnectionStringBuilder(text) is { Host.Length: > 0 };
        }
        catch (Exception malformed) when (malformed is ArgumentException or FormatException or InvalidCastException or KeyNotFoundException)
        {
            return false;
        }
    }
}
