namespace EventDicom.Api.Configuration;

/// <summary>
/// Everything that a site can set, under Orthanc's names and with Orthanc's defaults, by subject. Each subject knows the options
/// that belong to it; what is read once at the start never changes.
/// </summary>
public sealed record OrthancConfiguration
{
    public static readonly OrthancConfiguration Default = Load([], new Dictionary<string, string>(), new());

    /// <summary>How the server calls itself in <c>/system</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Tells servers apart that share a database; empty where there is one.</summary>
    public required string DatabaseServerIdentifier { get; init; }

    public bool MetricsEnabled { get; init; }

    /// <summary>Names of Orthanc's own warnings (W001…) to whether they are logged.</summary>
    public required IReadOnlyDictionary<string, bool> Warnings { get; init; }

    public required HttpOptions Http { get; init; }

    public required AccessOptions Access { get; init; }

    public required TlsOptions Tls { get; init; }

    public required DicomServerOptions DicomServer { get; init; }

    public required DicomTlsOptions DicomTls { get; init; }

    public required RemoteOptions Remote { get; init; }

    public required StorageOptions Storage { get; init; }

    public required IndexOptions Index { get; init; }

    public required FindOptions Find { get; init; }

    public required JobsOptions Jobs { get; init; }

    public required TranscodingOptions Transcoding { get; init; }

    public required LogOptions Logs { get; init; }

    public required DicomWebOptions DicomWeb { get; init; }

    public required WorklistOptions Worklists { get; init; }

    public required EventDicomOptions EventDicom { get; init; }

    /// <summary>Reads files and folders, then what the environment overrides.</summary>
    /// <param name="paths">None for defaults and environment alone.</param>
    /// <param name="report">Receives what to tell the person who starts the server.</param>
    /// <exception cref="ConfigurationException">The server must not start with this.</exception>
    public static OrthancConfiguration Load(IReadOnlyList<string> paths, IReadOnlyDictionary<string, string> environment,
        ConfigurationReport report)
    {
        var values = ConfigurationFiles.Read(paths, environment);
        var overrides = EnvironmentOverrides.Read(environment);
        var configuration = Read(new OptionReader("", values, overrides, report), report);
        foreach (var stranger in overrides.Unread)
            report.Warn($"The {stranger.Source} means nothing here: there is no option of that name");
        return configuration;
    }

    internal static OrthancConfiguration Read(OptionReader options, ConfigurationReport report)
    {
        const string NoLua = "Lua is not run here";
        options.Unsupported("LuaScripts", Array.Empty<string>(), NoLua);
        options.Unsupported("LuaHeartBeatPeriod", 0, NoLua);
        options.Unsupported("ExecuteLuaEnabled", false, NoLua);
        options.Unsupported("Plugins", Array.Empty<string>(), "there are no plugins");
        options.Unsupported("RestApiWriteToFileSystemEnabled", false, "the REST API never writes to the file system");
        options.Unsupported("Locale", "", "text is handled in Unicode");
        options.Unsupported("MallocArenaMax", 5, "the .NET runtime manages its own memory");
        options.Unsupported("PostgreSQL", new Dictionary<string, string>(), "the database is set by \"EventDicom.ConnectionString\"");
        var dicomWeb = options.Section("DicomWeb");
        var worklists = options.Section(nameof(Worklists));
        var eventDicom = options.Section(EventDicomOptions.SectionName);

        var configuration = new OrthancConfiguration
        {
            Name = options.Text(nameof(Name), "MyOrthanc"),
            DatabaseServerIdentifier = options.Text(nameof(DatabaseServerIdentifier), ""),
            MetricsEnabled = options.Flag(nameof(MetricsEnabled), true),
            Warnings = options.Table(nameof(Warnings), (_, value) => DefinitionJson.Flag(value), DefaultWarnings),
            Http = HttpOptions.Read(options),
            Access = AccessOptions.Read(options, report),
            Tls = TlsOptions.Read(options, report),
            DicomServer = DicomServerReader.Read(options),
            DicomTls = DicomTlsReader.Read(options),
            Remote = RemoteReader.Read(options, report),
            Storage = StorageOptions.Read(options),
            Index = IndexOptions.Read(options),
            Find = FindReader.Read(options),
            Jobs = JobsOptions.Read(options),
            Transcoding = TranscodingReader.Read(options),
            Logs = LogOptions.Read(options),
            DicomWeb = DicomWebOptions.Read(dicomWeb, report),
            Worklists = WorklistReader.Read(worklists),
            EventDicom = EventDicomOptions.Read(eventDicom),
        };
        options.NotYet("warnings have levels of the log, and no names", nameof(Warnings));
        options.ReportUnknown();
        dicomWeb.ReportUnknown();
        worklists.ReportUnknown();
        eventDicom.RefuseUnknown();
        return configuration;
    }

    private static Dictionary<string, bool> DefaultWarnings => new()
    {
        ["W001_TagsBeingReadFromStorage"] = true,
        ["W002_InconsistentDicomTagsInDb"] = true,
        ["W003_DecoderFailure"] = true,
        ["W004_NoMainDicomTagsSignature"] = true,
        ["W005_RequestingTagFromLowerResourceLevel"] = true,
        ["W006_RequestingTagFromMetaHeader"] = true,
        ["W007_MissingRequestedTagsNotReadFromDisk"] = true,
    };
}
