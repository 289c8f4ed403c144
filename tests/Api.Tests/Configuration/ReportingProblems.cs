namespace EventDicom.Api.Tests.Configuration;

public sealed class ReportingProblems
{
    [Fact]
    public void has_nothing_to_say_about_defaults()
    {
        var (_, report) = Configured.Read("{}");
        report.Warnings.ShouldBeEmpty();
        report.Ignored.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{ "LuaScripts": ["x.lua"] }""", "LuaScripts")]
    [InlineData("""{ "Plugins": ["libOrthancDicomWeb.so"] }""", "Plugins")]
    [InlineData("""{ "StoreMD5ForAttachments": false }""", "StoreMD5ForAttachments")]
    [InlineData("""{ "StorageDirectory": "/var/lib/orthanc" }""", "StorageDirectory")]
    [InlineData("""{ "PostgreSQL": { "Host": "db" } }""", "PostgreSQL")]
    [InlineData("""{ "SslMinimumProtocolVersion": 2 }""", "SslMinimumProtocolVersion")]
    public void warns_of_what_Orthanc_does_and_we_do_not(string json, string option) =>
        Configured.Read(json).Report.Warnings.ShouldHaveSingleItem().ShouldContain(option);

    /// <summary>Options that are read, and mean nothing to the server as it is now: one that comes to mean something leaves this
    /// list.</summary>
    [Theory]
    [InlineData("MaximumStorageCacheSize", "1")]
    [InlineData("StoreDicom", "false")]
    [InlineData("SynchronousZipStream", "false")]
    [InlineData("JobsEngineThreadsCount", "{\"ResourceModification\": 2}")]
    [InlineData("DeidentifyLogs", "false")]
    [InlineData("DeidentifyLogsDicomVersion", "\"2008\"")]
    [InlineData("Warnings", "{\"W001_TagsBeingReadFromStorage\": false}")]
    public void names_what_is_not_followed_yet_once_it_is_set(string option, string value)
    {
        Configured.Read($$"""{ "{{option}}": {{value}} }""").Report.Warnings.ShouldHaveSingleItem().ShouldContain($"\"{option}\"");
        Configured.Read("{}", ($"ORTHANC__{option}", value.Trim('"'))).Report.Warnings.ShouldHaveSingleItem()
            .ShouldContain($"\"{option}\"");
    }

    [Fact]
    public void knows_every_option_of_Orthanc()
    {
        const string Options =
            """
            Name StorageDirectory IndexDirectory StorageCompression MaximumStorageSize MaximumPatientCount MaximumStorageMode MaximumStorageCacheSize LuaScripts LuaHeartBeatPeriod Plugins
            ConcurrentJobs JobsEngineThreadsCount HttpServerEnabled HttpPort HttpBindAddresses OrthancExplorerEnabled HttpDescribeErrors HttpCompressionEnabled HttpVerbose HttpThreadsCount HttpRequestTimeout
            KeepAlive KeepAliveTimeout TcpNoDelay WebDavEnabled WebDavDeleteAllowed WebDavUploadAllowed RemoteAccessAllowed AuthenticationEnabled RegisteredUsers SslEnabled SslCertificate SslMinimumProtocolVersion
            SslCiphersAccepted SslVerifyPeers SslTrustedClientCertificates DicomServerEnabled DicomAet DicomPort DicomCheckCalledAet StrictAetComparison DefaultEncoding AcceptedTransferSyntaxes UnknownSopClassAccepted
            DicomScpTimeout DicomTlsEnabled DicomTlsCertificate DicomTlsPrivateKey DicomTlsTrustedCertificates DicomTlsRemoteCertificateRequired DicomAlwaysAllowEcho DicomAlwaysAllowStore DicomAlwaysAllowFind
            DicomAlwaysAllowFindWorklist DicomAlwaysAllowGet DicomAlwaysAllowMove DicomCheckModalityHost DicomModalities DicomModalitiesInDatabase DicomEchoChecksFind DicomScuTimeout DicomScuPreferredTransferSyntax
            DicomThreadsCount MaximumPduLength OrthancPeers OrthancPeersInDatabase HttpProxy HttpTimeout HttpsVerifyPeers HttpsCACertificates UserMetadata UserContentType StableAge StoreMD5ForAttachments
            LimitFindResults LimitFindInstances LogExportedResources StoreDicom DicomAssociationCloseDelay QueryRetrieveSize CaseSensitivePN LoadPrivateDictionary Dictionary SynchronousCMove JobsHistorySize SaveJobs
            OverwriteInstances MediaArchiveSize StorageAccessOnFind MetricsEnabled ExecuteLuaEnabled RestApiWriteToFileSystemEnabled DefaultPrivateCreator StorageCommitmentReportsSize TranscodeDicomProtocol
            BuiltinDecoderTranscoderOrder IngestTranscoding IngestTranscodingOfUncompressed IngestTranscodingOfCompressed DicomLossyTranscodingQuality SyncStorageArea DeidentifyLogs DeidentifyLogsDicomVersion
            DatabaseServerIdentifier CheckRevisions SynchronousZipStream ZipLoaderThreads ExtraMainDicomTags Warnings
            AcceptedSopClasses RejectedSopClasses DicomDefaultRetrieveMethod MaximumConcurrentDcmtkTranscoders ReadOnly LoaderThreads MaximumRequestBodySizeMB MaximumFileSizeInArchiveMB PatientLevelEnabled ZipUseUtf8
            DicomParserCacheSize DicomParserMemoryCapacity DicomParserThreadsCount StorageMemoryCapacity StorageLoaderThreadsCount TranscoderCacheSize TranscoderMemoryCapacity TranscoderThreadsCount
            SequentialDicomReaderThreadsCount
            """;
        var names = Options.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

        // Spelled otherwise, each that is known is named. It is followed, or named where it is set, too: the tests above say which.
        var (_, report) = Configured.Read($"{{ {string.Join(", ", names.Select(name => $"\"{name.ToLowerInvariant()}\": 0"))} }}");

        report.Ignored.ShouldBeEmpty();
        report.Warnings.Count.ShouldBe(names.Length);
    }

    [Fact]
    public void does_not_complain_of_options_of_DICOMweb_that_change_no_answer() =>
        Configured.Read("""{ "DicomWeb": { "Root": "/web/", "EnableMetadataCache": false, "Servers": { "a": ["http://h/"] } } }""")
            .Report.Warnings.ShouldBeEmpty();

    [Theory]
    [InlineData("""{ "DicomWeb": { "Root": "/" } }""", "DicomWeb.Root")]
    [InlineData("""{ "DicomWeb": { "WadoRoot": "" } }""", "DicomWeb.WadoRoot")]
    [InlineData("""{ "DicomWeb": { "OtherBinaryMode": "Hexadecimal" } }""", "DicomWeb.OtherBinaryMode")]
    [InlineData("""{ "DicomWeb": { "MetadataWorkerThreadsCount": 0 } }""", "DicomWeb.MetadataWorkerThreadsCount")]
    [InlineData("""{ "DicomWeb": { "SeriesMetadataExtrapolatedTags": ["Nonsense"] } }""", "DicomWeb.SeriesMetadataExtrapolatedTags")]
    [InlineData("""{ "EventDicom": { "ViewerOrigins": ["viewer.example"] } }""", "EventDicom.ViewerOrigins")]
    public void refuses_what_DICOMweb_cannot_be(string json, string option) => Configured.Refused(json).Option.ShouldBe(option);

    [Theory]
    [InlineData("""{ "LuaScripts": [] }""")]
    [InlineData("""{ "StorageCompression": false, "StoreMD5ForAttachments": true, "Plugins": [ ] }""")]
    public void does_not_warn_where_nothing_is_lost(string json) => Configured.Read(json).Report.Warnings.ShouldBeEmpty();

    [Theory]
    [InlineData("""{ "DicomModalities": { "a": ["A", "h", 104] }, "DicomModalitiesInDatabase": true }""", "\"DicomModalities\"")]
    [InlineData("""{ "OrthancPeers": { "a": ["http://h"] }, "OrthancPeersInDatabase": true }""", "\"OrthancPeers\"")]
    [InlineData("""{ "DicomWeb": { "Servers": { "a": ["http://h"] }, "ServersInDatabase": true } }""", "\"DicomWeb.Servers\"")]
    public void warns_of_remotes_that_the_database_overrules(string json, string option) =>
        Configured.Read(json).Report.Warnings.ShouldHaveSingleItem().ShouldContain(option);

    [Fact]
    public void warns_of_a_name_that_is_almost_right()
    {
        var warning = Configured.Read("""{ "httpport": 80 }""").Report.Warnings.ShouldHaveSingleItem();
        warning.ShouldContain("httpport");
        warning.ShouldContain("\"HttpPort\"");
    }

    [Fact]
    public void lists_what_nobody_knows()
    {
        var (_, report) = Configured.Read(
            """{ "Housekeeper": { "Enable": true }, "Worklists": { "Directry": "w" }, "DicomWeb": { "StudiesMetadat": "Full" } }""");
        report.Warnings.ShouldBeEmpty();
        report.Ignored.Select(line => line.Split(' ')[0])
            .ShouldBe(["Housekeeper", "Worklists.Directry", "DicomWeb.StudiesMetadat"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("KeepDeletedDays")]
    [InlineData("connectionString")]
    public void refuses_what_is_none_of_our_own_options(string name)
    {
        var exception = Configured.Refused($$"""{ "EventDicom": { "{{name}}": "x" } }""");
        exception.Option.ShouldBe($"EventDicom.{name}");
        exception.Message.ShouldContain("ConnectionString");
    }

    [Theory]
    [InlineData("ORTHANC__GDCM__ENABLE")]
    [InlineData("ORTHANC__HTTP_PRT")]
    [InlineData("ORTHANC__DICOM_WEB__ENABEL")]
    [InlineData("ORTHANC__HTTP_PORT__NUMBER")]
    [InlineData("EventDicom__KeepDeletedDays")]
    public void names_variables_that_mean_nothing(string variable) =>
        Configured.Read("{}", (variable, "1")).Report.Warnings.ShouldHaveSingleItem().ShouldContain(variable);

    [Fact]
    public void names_variables_of_what_is_not_supported() =>
        Configured.Read("{}", ("ORTHANC__POSTGRESQL__HOST", "db")).Report.Warnings.ShouldHaveSingleItem().ShouldContain("ConnectionString");

    [Fact]
    public void says_nothing_of_variables_that_mean_something() =>
        Configured.Read("{}", ("ORTHANC__HTTP_PORT", "81"), ("ORTHANC__REGISTERED_USERS__ALICE", "x"), ("EventDicom__KeepDeleted", "3"),
            ("ORTHANC__DICOM_WEB__ENABLE_WADO", "true"))
            .Report.Warnings.ShouldBeEmpty();

    [Fact]
    public void is_loud_about_the_password_that_everybody_knows()
    {
        var (configuration, report) = Configured.Read("""{ "RemoteAccessAllowed": true }""");
        configuration.Access.AuthenticationEnabled.ShouldBeTrue();
        configuration.Access.RegisteredUsers.ShouldBe(new Dictionary<string, string> { ["orthanc"] = "orthanc" });
        report.Warnings.ShouldContain(warning => warning.StartsWith("INSECURE"));
    }

    [Fact]
    public void is_loud_about_an_open_door()
    {
        var (configuration, report) = Configured.Read("""{ "RemoteAccessAllowed": true, "AuthenticationEnabled": false }""");
        configuration.Access.AuthenticationEnabled.ShouldBeFalse();
        report.Warnings.ShouldHaveSingleItem().ShouldStartWith("INSECURE");
    }

    [Fact]
    public void implies_authentication_with_the_users_that_there_are()
    {
        var (configuration, report) = Configured.Read("""{ "RemoteAccessAllowed": true, "RegisteredUsers": { "alice": "x" } }""");
        configuration.Access.AuthenticationEnabled.ShouldBeTrue();
        configuration.Access.RegisteredUsers.Keys.ShouldBe(["alice"]);
        report.Warnings.ShouldNotContain(warning => warning.StartsWith("INSECURE"));
    }

    [Theory]
    [InlineData("{}", true)]
    [InlineData("""{ "AuthenticationEnabled": true }""", true)]
    [InlineData("""{ "RemoteAccessAllowed": true }""", false)]
    [InlineData("""{ "RemoteAccessAllowed": true, "AuthenticationEnabled": false, "RegisteredUsers": { "alice": "x" } }""", false)]
    [InlineData("""{ "RemoteAccessAllowed": true, "RegisteredUsers": { "alice": "x" } }""", true)]
    [InlineData("""{ "RemoteAccessAllowed": true, "AuthenticationEnabled": true, "RegisteredUsers": { "alice": "x" } }""", true)]
    public void calls_a_server_secure_that_not_everybody_may_use(string json, bool secure) =>
        Configured.With(json).Access.IsSecure.ShouldBe(secure);

    [Fact]
    public void refuses_a_list_of_users_that_is_empty_where_others_are_to_come_in()
    {
        Configured.Refused("""{ "RemoteAccessAllowed": true, "RegisteredUsers": {} }""").Option.ShouldBe("RegisteredUsers");
        Configured.Read("""{ "RegisteredUsers": {} }""").Report.Warnings.ShouldBeEmpty();
        Configured.With("""{ "RemoteAccessAllowed": true, "AuthenticationEnabled": false, "RegisteredUsers": {} }""")
            .Access.AuthenticationEnabled.ShouldBeFalse();
    }

    [Fact]
    public void does_not_invent_users_where_nobody_is_asked() =>
        Configured.Read("{}").Configuration.Access.RegisteredUsers.ShouldBeEmpty();
}
