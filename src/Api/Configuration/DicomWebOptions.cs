using EventDicom.Dicom;

namespace EventDicom.Api.Configuration;

/// <summary>DICOMweb, under the options of Orthanc's plugin: the section <c>DicomWeb</c> of the configuration.</summary>
public sealed record DicomWebOptions
{
    /// <summary>Whether there is DICOMweb at all.</summary>
    public bool Enable { get; init; }

    /// <summary>Where its routes are: begins with a slash, does not end with one.</summary>
    public required string Root { get; init; }

    /// <summary>What stands in addresses in place of <see cref="Root"/>, because a proxy moves it; spelled like it.</summary>
    public required string PublicRoot { get; init; }

    public bool EnableWado { get; init; }

    /// <summary>Where WADO-URI is, spelled like <see cref="Root"/>.</summary>
    public required string WadoRoot { get; init; }

    /// <summary>The host, with its port, in addresses; empty for that which the request names.</summary>
    public required string Host { get; init; }

    /// <summary>Whether addresses with <see cref="Host"/> are of https.</summary>
    public bool Ssl { get; init; }

    /// <summary>Whether case counts in searches.</summary>
    public bool QidoCaseSensitive { get; init; }

    /// <summary>From where the metadata of a study are taken.</summary>
    public DicomWebMetadata StudiesMetadata { get; init; }

    /// <summary>From where the metadata of a series are taken.</summary>
    public DicomWebMetadata SeriesMetadata { get; init; }

    /// <summary>Files that are read at a time for the metadata of one request.</summary>
    public int MetadataWorkerThreadsCount { get; init; }

    /// <summary>How metadata show bytes.</summary>
    public DicomModelBytes OtherBinaryMode { get; init; }

    internal static DicomWebOptions Read(OptionReader options)
    {
        const string Client = "the client side of DICOMweb is not there yet";
        options.Unsupported("EnablePerformanceLogs", false, "how long requests take is in the metrics");
        options.Unsupported("Servers", new Dictionary<string, string>(), Client);
        options.Unsupported("ServersInDatabase", false, Client);
        foreach (var name in (string[])["StudiesMetadataExtrapolatedTags", "SeriesMetadataExtrapolatedTags"])
            options.Unsupported(name, Array.Empty<string>(), "metadata are those of each instance");
        // What they tune has no counterpart: files are opened by whoever needs them, and no copy of metadata is kept. Answers are the same.
        options.Number("WadoRsLoaderThreadsCount", 0);
        options.Flag("EnableMetadataCache", true);

        var root = Route(options, nameof(Root), "/dicom-web/");
        return new()
        {
            Enable = options.Flag(nameof(Enable), true),
            Root = root,
            PublicRoot = Route(options, nameof(PublicRoot), root),
            EnableWado = options.Flag(nameof(EnableWado), true),
            WadoRoot = Route(options, nameof(WadoRoot), "/wado"),
            Host = options.Text(nameof(Host), ""),
            Ssl = options.Flag(nameof(Ssl), false),
            QidoCaseSensitive = options.FlagOrUnset(nameof(QidoCaseSensitive)) ?? false,
            StudiesMetadata = options.Choice(nameof(StudiesMetadata), DicomWebMetadata.Full),
            SeriesMetadata = options.Choice(nameof(SeriesMetadata), DicomWebMetadata.Full),
            MetadataWorkerThreadsCount = options.Number(nameof(MetadataWorkerThreadsCount), 4, 1, 64),
            OtherBinaryMode = options.Choice(nameof(OtherBinaryMode), BinaryMode.BulkDataURI) switch
            {
                BinaryMode.InlineBinary => DicomModelBytes.Base64,
                BinaryMode.ArrayOfValues => DicomModelBytes.Numbers,
                _ => DicomModelBytes.Address,
            },
        };
    }

    // Orthanc's own routes are at the root, and the same ones cannot be there twice.
    private static string Route(OptionReader options, string name, string fallback) =>
        "/" + options.Text(name, fallback, text => text.Trim('/').Length > 0, "must be a path with a name, like /dicom-web/").Trim('/');

    private enum BinaryMode
    {
        BulkDataURI,
        InlineBinary,
        ArrayOfValues,
    }
}

/// <summary>From where metadata are taken.</summary>
public enum DicomWebMetadata
{
    /// <summary>From the file of each instance.</summary>
    Full,

    /// <summary>From the index alone: the main tags of all levels.</summary>
    MainDicomTags,

    /// <summary>In Orthanc, of a few instances what is alike in them; here as <see cref="Full"/>, which has all of that and more.</summary>
    Extrapolate,
}
