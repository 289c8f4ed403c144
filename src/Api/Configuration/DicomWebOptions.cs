using EventDicom.Api.DicomWeb.Servers;
using EventDicom.Dicom;
using EventDicom.Domain.Modalities;

namespace EventDicom.Api.Configuration;

/// <summary>DICOMweb, under the options of Orthanc's plugin: the section <c>DicomWeb</c> of the configuration.</summary>
public sealed record DicomWebOptions
{
    // What viewers must know of pixels, and scanners seldom change within a series.
    private static readonly string[] s_extrapolated =
    [
        "BitsAllocated", "BitsStored", "Columns", "HighBit", "PhotometricInterpretation", "PixelRepresentation", "PixelSpacing",
        "PlanarConfiguration", "RescaleIntercept", "RescaleSlope", "RescaleType", "Rows", "SamplesPerPixel", "SliceThickness",
        "WindowCenter", "WindowWidth",
    ];

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

    /// <summary>What is told of all instances of a study's series because a few of them agree in it (<c>Extrapolate</c>).</summary>
    public required IReadOnlyList<DicomTag> StudiesMetadataExtrapolatedTags { get; init; }

    /// <inheritdoc cref="StudiesMetadataExtrapolatedTags"/>
    public required IReadOnlyList<DicomTag> SeriesMetadataExtrapolatedTags { get; init; }

    /// <summary>Files that are read at a time for the metadata of one request.</summary>
    public int MetadataWorkerThreadsCount { get; init; }

    /// <summary>How metadata show bytes.</summary>
    public DicomModelBytes OtherBinaryMode { get; init; }

    /// <summary>Other servers that we may call, by symbolic name; not in use with <see cref="ServersInDatabase"/>.</summary>
    public required IReadOnlyDictionary<string, DicomWebServer> Servers { get; init; }

    /// <summary>Whether they are remembered in events, and set over REST alone.</summary>
    public bool ServersInDatabase { get; init; }

    internal static DicomWebOptions Read(OptionReader options, ConfigurationReport report)
    {
        options.Unsupported("EnablePerformanceLogs", false, "how long requests take is in the metrics");
        // What they tune has no counterpart: files are opened by whoever needs them, and no copy of metadata is kept. Answers are the same.
        options.Number("WadoRsLoaderThreadsCount", 0);
        options.Flag("EnableMetadataCache", true);

        var servers = options.Table(nameof(Servers), (name, json) => DicomWebServerJson.Parse(RemoteReader.Named(name, json)));
        var inDatabase = options.Flag(nameof(ServersInDatabase), false);
        RemoteReader.WarnOfIgnored(
            inDatabase, servers.Count, $"DicomWeb.{nameof(Servers)}", $"DicomWeb.{nameof(ServersInDatabase)}", report);

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
            StudiesMetadataExtrapolatedTags = Tags(options, nameof(StudiesMetadataExtrapolatedTags)),
            SeriesMetadataExtrapolatedTags = Tags(options, nameof(SeriesMetadataExtrapolatedTags)),
            MetadataWorkerThreadsCount = options.Number(nameof(MetadataWorkerThreadsCount), 4, 1, 64),
            OtherBinaryMode = options.Choice(nameof(OtherBinaryMode), BinaryMode.BulkDataURI) switch
            {
                BinaryMode.InlineBinary => DicomModelBytes.Base64,
                BinaryMode.ArrayOfValues => DicomModelBytes.Numbers,
                _ => DicomModelBytes.Address,
            },
            Servers = servers,
            ServersInDatabase = inDatabase,
        };
    }

    private static IReadOnlyList<DicomTag> Tags(OptionReader options, string name)
    {
        var names = options.Texts(
            name, s_extrapolated, text => DicomDictionary.Default.TryParseTag(text, out _), "must be a list of tags that DICOM knows");
        return [.. names.Select(text => DicomDictionary.Default.TryParseTag(text, out var tag) ? tag : default)];
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

    /// <summary>From the index, and of a few instances of each series what is alike in them.</summary>
    Extrapolate,
}
