using System.Text;
using System.Text.Json;
using EventDicom.Api.Configuration;

namespace EventDicom.Api.Tests.Configuration;

public sealed class StartingFromTheCommandLine
{
    [Fact]
    public void takes_the_arguments_of_Orthanc()
    {
        var line = CommandLine.Parse(["--verbose", "/etc/orthanc", "--trace", "--no-jobs"]);
        line.ConfigurationPaths.ShouldBe(["/etc/orthanc"]);
        (line.Verbose, line.Trace, line.DumpTo).ShouldBe((true, true, null));
        line.Unknown.ShouldBe(["--no-jobs"]);
    }

    [Theory]
    [InlineData("--no-such-option")]
    [InlineData("-x")]
    [InlineData("nonsense")]
    public void refuses_what_means_nothing(string argument) =>
        Should.Throw<UsageException>(() => CommandLine.Parse([argument])).Message.ShouldContain(argument);

    [Theory]
    [InlineData("--logdir=/var/log")]
    [InlineData("--verbose-http")]
    [InlineData("--upgrade")]
    public void takes_what_only_Orthanc_knows(string argument) => CommandLine.Parse([argument]).Unknown.ShouldBe([argument]);

    [Fact]
    public void needs_none() => CommandLine.Parse([]).ConfigurationPaths.ShouldBeEmpty();

    [Theory]
    [InlineData("--config=defaults.json", "defaults.json")]
    [InlineData("--config=-", "-")]
    public void asks_for_a_file_of_defaults(string argument, string target) => CommandLine.Parse([argument]).DumpTo.ShouldBe(target);

    [Fact]
    public void takes_several_configurations() =>
        CommandLine.Parse(["a.json", "--verbose", "b.json"]).ConfigurationPaths.ShouldBe(["a.json", "b.json"]);

    [Fact]
    public void dumps_defaults_that_change_nothing()
    {
        using var dump = new MemoryStream();
        ConfigurationDump.WriteDefaults(dump);
        var text = Encoding.UTF8.GetString(dump.ToArray());

        var defaults = JsonElement.Parse(text);
        defaults.GetProperty("HttpPort").GetInt32().ShouldBe(8042);
        defaults.GetProperty("StorageAccessOnFind").GetString().ShouldBe("Always");
        defaults.GetProperty("EventDicom").GetProperty("KeepDeleted").GetInt32().ShouldBe(30);
        defaults.TryGetProperty("AuthenticationEnabled", out _).ShouldBeFalse();

        var (configuration, report) = Configured.Read(text);
        JsonSerializer.Serialize(configuration).ShouldBe(JsonSerializer.Serialize(OrthancConfiguration.Default));
        report.Warnings.ShouldBeEmpty();
        report.Ignored.ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(OrthancsOptions))]
    public void knows_every_option_of_Orthanc(string option)
    {
        // Whatever the type, a nested list cannot be right: so the option is refused, or named as unsupported, but never unknown.
        try
        {
            Configured.Read($$"""{ "{{option}}": [[1]] }""").Report.Ignored.ShouldBeEmpty();
        }
        catch (ConfigurationException exception)
        {
            exception.Option.ShouldBe(option);
        }
    }

    public static TheoryData<string> OrthancsOptions => new((
        "Name StorageDirectory IndexDirectory StorageCompression MaximumStorageSize MaximumPatientCount MaximumStorageMode "
        + "MaximumStorageCacheSize "
        + "LuaScripts LuaHeartBeatPeriod Plugins ConcurrentJobs JobsEngineThreadsCount HttpServerEnabled HttpPort HttpBindAddresses "
        + "OrthancExplorerEnabled "
        + "HttpDescribeErrors HttpCompressionEnabled HttpVerbose HttpThreadsCount HttpRequestTimeout KeepAlive KeepAliveTimeout "
        + "TcpNoDelay WebDavEnabled "
        + "WebDavDeleteAllowed WebDavUploadAllowed RemoteAccessAllowed AuthenticationEnabled RegisteredUsers SslEnabled SslCertificate "
        + "SslMinimumProtocolVersion "
        + "SslCiphersAccepted SslVerifyPeers SslTrustedClientCertificates DicomServerEnabled DicomAet DicomPort DicomCheckCalledAet "
        + "StrictAetComparison "
        + "DefaultEncoding AcceptedTransferSyntaxes UnknownSopClassAccepted DicomScpTimeout DicomTlsEnabled DicomTlsCertificate "
        + "DicomTlsPrivateKey "
        + "DicomTlsTrustedCertificates DicomTlsRemoteCertificateRequired DicomAlwaysAllowEcho DicomAlwaysAllowStore DicomAlwaysAllowFind "
        + "DicomAlwaysAllowFindWorklist DicomAlwaysAllowGet DicomAlwaysAllowMove DicomCheckModalityHost DicomModalities "
        + "DicomModalitiesInDatabase "
        + "DicomEchoChecksFind DicomScuTimeout DicomScuPreferredTransferSyntax DicomThreadsCount MaximumPduLength OrthancPeers "
        + "OrthancPeersInDatabase HttpProxy "
        + "HttpTimeout HttpsVerifyPeers HttpsCACertificates UserMetadata UserContentType StableAge StoreMD5ForAttachments "
        + "LimitFindResults LimitFindInstances "
        + "LogExportedResources StoreDicom DicomAssociationCloseDelay QueryRetrieveSize CaseSensitivePN LoadPrivateDictionary Dictionary "
        + "SynchronousCMove "
        + "JobsHistorySize SaveJobs OverwriteInstances MediaArchiveSize StorageAccessOnFind MetricsEnabled ExecuteLuaEnabled "
        + "RestApiWriteToFileSystemEnabled "
        + "DefaultPrivateCreator StorageCommitmentReportsSize TranscodeDicomProtocol BuiltinDecoderTranscoderOrder IngestTranscoding "
        + "IngestTranscodingOfUncompressed IngestTranscodingOfCompressed DicomLossyTranscodingQuality SyncStorageArea DeidentifyLogs "
        + "DeidentifyLogsDicomVersion "
        + "DatabaseServerIdentifier CheckRevisions SynchronousZipStream ZipLoaderThreads ExtraMainDicomTags Warnings "
        + "AcceptedSopClasses RejectedSopClasses DicomDefaultRetrieveMethod MaximumConcurrentDcmtkTranscoders ReadOnly LoaderThreads "
        + "MaximumRequestBodySizeMB "
        + "MaximumFileSizeInArchiveMB PatientLevelEnabled ZipUseUtf8 DicomParserCacheSize DicomParserMemoryCapacity "
        + "DicomParserThreadsCount StorageMemoryCapacity "
        + "StorageLoaderThreadsCount TranscoderCacheSize TranscoderMemoryCapacity TranscoderThreadsCount SequentialDicomReaderThreadsCount")
        .Split(' '));
}
